"""Le catalogue en données ouvertes : un tableau CSV par famille, décrits par un Data Package."""
