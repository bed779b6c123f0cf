"""La fragilité numérique, commune par commune : lire un tableau, en faire un indice, l'éprouver."""
