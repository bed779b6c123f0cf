-- Ce que chaque format demande : encadrés, étiquettes, sauts, figures, tableaux.

local M = {}

local STYLES = {
  docx = { encadre = "Encadré", note = "Note", chiffres = "Chiffres", fiche = "Fiche", cause = "Encadré",
    decision = "Décision", etiquette = "Étiquette", chiffre = "Chiffre clé", liste = " liste" },
  odt = { encadre = "Encadre", note = "Note", chiffres = "Chiffres", fiche = "Fiche", cause = "Encadre",
    decision = "Decision", etiquette = "Etiquette", chiffre = "ChiffreCle", liste = "Liste" },
}
for _, names in pairs(STYLES) do
  for _, small in ipairs({ "legende", "inconnu", "reste", "sources" }) do
    names[small] = names.note
  end
end
local BREAKS = {
  docx = { "openxml", '<w:p><w:pPr><w:pStyle w:val="Saut" /></w:pPr></w:p>' },
  odt = { "opendocument", '<text:p text:style-name="Saut" />' },
  typst = { "typst", "#pagebreak(weak: true)" },
}
local KNOWN = { "encadre", "note", "chiffres", "fiche", "cause", "decision", "legende", "inconnu", "reste",
  "sources" }
-- Les bouts de phrase d'une carte : en bureautique, les mots seuls.
local WORDS = { "statut", "depart", "cible", "barre" }

local function custom(blocks, style)
  return pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

local function find_class(element, names)
  for _, class in ipairs(names) do
    if element.classes:includes(class) then
      return class
    end
  end
end

local function class_of(div)
  return find_class(div, KNOWN)
end

local function with_break(div, format)
  local raw = BREAKS[format]
  local blocks = pandoc.Blocks({ pandoc.RawBlock(raw[1], raw[2]) })
  blocks:extend(div.content)
  return blocks
end

-- Les chiffres clés : une ligne par chiffre, sans puce.
local function flatten_list(blocks)
  local flat = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    if block.t == "BulletList" then
      for _, item in ipairs(block.content) do
        flat:extend(item)
      end
    else
      flat:insert(block)
    end
  end
  return flat
end

-- Bureautique : chaque paragraphe reçoit son style ; les puces gardent leur liste.
local function style_blocks(blocks, names, class)
  local style = names[class]
  return blocks:map(function(block)
    if block.t == "Para" or block.t == "Plain" then
      return custom({ pandoc.Para(block.content) }, style)
    elseif block.t == "BulletList" or block.t == "OrderedList" then
      block.content = block.content:map(function(item)
        return pandoc.Blocks(item):map(function(part)
          local is_text = part.t == "Para" or part.t == "Plain"
          return is_text and custom({ pandoc.Para(part.content) }, style .. names.liste) or part
        end)
      end)
    end
    return block
  end)
end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

-- Ce qui s'écrit à la main pendant la rencontre : un mot, et une ligne de points.
local WRITING_LINE = '<w:p><w:pPr><w:pStyle w:val="BodyText" /><w:tabs>'
  .. '<w:tab w:val="right" w:leader="dot" w:pos="9400" /></w:tabs></w:pPr>'
  .. '<w:r><w:t xml:space="preserve">%s </w:t></w:r><w:r><w:tab /></w:r></w:p>'

local function write_lines(div, format)
  return pandoc.Blocks(div.content[1].content:map(function(item)
    local text = pandoc.utils.stringify(item)
    if format == "docx" then
      return pandoc.RawBlock("openxml", string.format(WRITING_LINE, text))
    elseif format == "typst" then
      return pandoc.RawBlock("typst", "#a-ecrire[#" .. typst_string(text) .. "]")
    end
    return pandoc.Para({ pandoc.Str(text .. "\u{a0}:") })
  end))
end

-- À part : un bloc dans une fiche n'est pas vu par le parcours qui remplace la fiche.
local function place_lines(doc, format)
  return doc:walk({ Div = function(div)
    return div.classes:includes("a-ecrire") and write_lines(div, format) or nil
  end })
end

-- Une case à cocher devant chaque ligne de la demande.
local function add_boxes(blocks)
  return blocks:map(function(block)
    if block.t ~= "BulletList" then
      return block
    end
    for _, item in ipairs(block.content) do
      item[1] = pandoc.Para(pandoc.Inlines({ pandoc.Str("☐"), pandoc.Space() }) .. item[1].content)
    end
    return block
  end)
end

-- Une grille de mise en page, ou des cartes dont les titres sont les titres du tableau.
local function office_table(heads, cells, widths)
  local aligns = {}
  for index = 1, #cells do
    aligns[index] = pandoc.AlignLeft
  end
  return pandoc.utils.from_simple_table(pandoc.SimpleTable({}, aligns, widths, heads, { cells }))
end

local function share_widths(count)
  local widths = {}
  for index = 1, count do
    widths[index] = 1 / count
  end
  return widths
end

local function office_cards(cards, filter)
  local heads, cells = {}, {}
  for index, card in ipairs(cards) do
    local blocks = pandoc.Blocks(card.content)
    heads[index] = { pandoc.Plain(blocks[1].content) }
    blocks:remove(1)
    cells[index] = blocks:walk(filter)
  end
  return office_table(heads, cells, share_widths(#cards)), false
end

local function office_columns(div, filter)
  local cells = {}
  for index, part in ipairs(div.content) do
    cells[index] = part.content:walk(filter)
  end
  if #cells == 1 then
    return cells[1], false
  end
  local widths = div.classes:includes("colonnes") and { 0.67, 0.33 } or share_widths(#cells)
  return office_table({}, cells, widths), false
end

-- Des lignes courtes, sur deux colonnes.
local function office_halves(items, filter)
  local cells = { pandoc.Blocks({}), pandoc.Blocks({}) }
  for index, item in ipairs(items) do
    cells[2 - index % 2]:extend(pandoc.Blocks(item):walk(filter))
  end
  return office_table({}, cells, share_widths(2)), false
end

-- Dans une colonne ou une bande, une figure n'a pas de légende : ce qui l'entoure la dit. En bureautique, une
-- colonne est étroite : sa carte aussi.
local COLUMN_CM = 5

local function drop_captions(div)
  return div:walk({ Figure = function(figure)
    local plain = pandoc.Para(figure.content[1].content)
    if div.classes:includes("colonnes") then
      plain.content[1].attributes.column = "1"
    end
    return plain
  end })
end

local function office_filter(format, charts, has_contents)
  local names = STYLES[format]
  local filter
  filter = {
    traverse = "topdown",
    Div = function(div)
      if div.classes:includes("saut") then
        return with_break(div, format)
      end
      local class = class_of(div)
      if div.classes:includes("cartes") then
        return office_cards(div.content, filter)
      elseif div.classes:includes("colonnes") or div.classes:includes("moities") then
        return office_columns(drop_captions(div), filter)
      elseif div.classes:includes("apports") then
        return office_halves(div.content[1].content, filter)
      elseif div.classes:includes("bande") then
        return drop_captions(div).content
      end
      if class == "chiffres" then
        div = div:walk({ Strong = function(strong)
          return pandoc.Span(strong.content, pandoc.Attr("", {}, { ["custom-style"] = names.chiffre }))
        end })
        div.content = flatten_list(div.content)
      elseif class == "decision" then
        div.content = flatten_list(add_boxes(div.content))
      end
      if div.classes:includes("espace") then
        return {}
      end
      return class and style_blocks(div.content, names, class) or nil
    end,
    Span = function(span)
      if span.classes:includes("etiquette") or span.classes:includes("statut") then
        return pandoc.Span(span.content, pandoc.Attr("", {}, { ["custom-style"] = names.etiquette }))
      elseif span.classes:includes("cible") then
        return pandoc.Strong(span.content)
      end
    end,
    Header = function(header)
      -- Seul un sommaire y renvoie.
      header.identifier = has_contents and header.identifier or ""
      return header
    end,
    Image = function(image)
      local chart = charts[image.src:match("^(.*)%.svg$")]
      image.src = chart.png
      image.caption = { pandoc.Str(chart.alternative) }
      image.attributes = { width = (image.attributes.column and COLUMN_CM or chart.width) .. "cm" }
      return image
    end,
    Figure = function(figure)
      local image = figure.content[1].content[1]
      local chart = charts[image.src:match("^(.*)%.svg$")]
      figure.caption = { long = { pandoc.Plain({ pandoc.Str(chart.title) }) } }
      return figure
    end,
  }
  return filter
end

local function typst_image(chart, width)
  return string.format("image(%s, width: %s, alt: %s)", typst_string(chart.svg),
    width or (chart.width .. "cm"), typst_string(chart.alternative))
end

-- typst change « -1 », « -- », « -? » et « ... » en d'autres signes ; et au début d'une cellule, d'une puce
-- ou d'un bloc, « = », « - », « + », « / » et « 1. » ouvrent un titre ou une liste, que pandoc ne protège
-- qu'en début de paragraphe. Ces mots passent en chaîne : typst n'y lit que du texte.
local SIGNS = { "%-[%-%d?]", "%.%.%.", "^[=%-+/]", "^%d+%." }

local function has_sign(text)
  for _, pattern in ipairs(SIGNS) do
    if text:find(pattern) then
      return true
    end
  end
  return false
end

-- Un mot plus long que la plus étroite des colonnes se coupe où il peut : il ne doit sortir de rien. Ses morceaux
-- sont des boîtes : rien ne s'y ajoute que l'on copierait. Une adresse se coupe d'elle-même.
local LONGEST, STEP = 28, 14

local function cut_word(word)
  if pandoc.text.len(word) <= LONGEST or word:find("@", 1, true) or word:find("://", 1, true) then
    return { word }
  end
  local parts = {}
  for at = 1, pandoc.text.len(word), STEP do
    parts[#parts + 1] = pandoc.text.sub(word, at, at + STEP - 1)
  end
  return parts
end

-- Le titre est aussi une propriété du fichier, où une boîte se perdrait : une espace sans largeur la remplace.
local function cut_title(text)
  return (text:gsub("[^ ]+", function(word)
    return table.concat(cut_word(word), utf8.char(0x200b))
  end))
end

local function keep_signs(str)
  local text = str.text
  if text:find(" ", 1, true) then
    text = cut_title(text)
    return has_sign(text) and pandoc.RawInline("typst", "#" .. typst_string(text) .. ";") or pandoc.Str(text)
  end
  local parts = cut_word(text)
  if #parts > 1 then
    return pandoc.Inlines(parts):map(function(part)
      return pandoc.RawInline("typst", "#box(" .. typst_string(pandoc.utils.stringify(part)) .. ");")
    end)
  elseif has_sign(text) then
    return pandoc.RawInline("typst", "#" .. typst_string(text) .. ";")
  end
end

local function raw_typst(text)
  return pandoc.RawBlock("typst", text)
end

local function typst_tiles(list)
  local blocks = pandoc.Blocks({ raw_typst("#chiffres(") })
  for _, item in ipairs(list.content) do
    blocks:insert(raw_typst("["))
    blocks:extend(item)
    blocks:insert(raw_typst("],"))
  end
  blocks:insert(raw_typst(")"))
  return blocks
end

-- Un statut a sa forme, une part du budget sa barre ; ailleurs que dans un PDF, les mots suffisent.
local function typst_span(span)
  local open = nil
  if span.classes:includes("etiquette") then
    open = "#etiquette["
  elseif span.classes:includes("etat") then
    open = "#etat(" .. typst_string(pandoc.utils.stringify(span)) .. ")["
  elseif span.classes:includes("choix") then
    open = "#choix["
  elseif span.classes:includes("jauge") then
    local part = table.concat(span.classes, " "):match("part%-(%d+)")
    open = "#jauge(" .. (part or "0") .. ")["
  end
  if open then
    local inlines = pandoc.Inlines({ pandoc.RawInline("typst", open) })
    inlines:extend(span.content)
    inlines:insert(pandoc.RawInline("typst", "]"))
    return inlines
  end
end

-- Deux blocs côte à côte, là où la page le permet ; l'un après l'autre ailleurs.
local function typst_columns(div)
  local blocks = pandoc.Blocks({ raw_typst("#cote-a-cote(") })
  for _, column in ipairs(div.content) do
    blocks:insert(raw_typst("["))
    blocks:insert(column)
    blocks:insert(raw_typst("],"))
  end
  blocks:insert(raw_typst(")"))
  return blocks
end

-- Des colonnes, des cartes ou les lignes d'une liste : chaque bloc intérieur est un argument.
local function typst_parts(parts, class, filter)
  local blocks = pandoc.Blocks({ raw_typst("#" .. class .. "(") })
  for _, part in ipairs(parts) do
    blocks:insert(raw_typst("["))
    blocks:extend(pandoc.Blocks(part):walk(filter))
    blocks:insert(raw_typst("],"))
  end
  blocks:insert(raw_typst(")"))
  return blocks, false
end

-- Dans une colonne ou une bande, une figure en prend la largeur, sans légende : ce qui l'entoure la dit.
local function fill_width(div, charts)
  return div:walk({ Figure = function(figure)
    local chart = charts[figure.content[1].content[1].src:match("^(.*)%.svg$")]
    return pandoc.Para({ pandoc.RawInline("typst", "#" .. typst_image(chart, "100%")) })
  end })
end

local PARTED = { "colonnes", "moities", "cartes" }
local WRAPPED = { "feuille", "public", "bande" }

local function typst_placed(div, charts, filter)
  if div.classes:includes("espace") then
    return pandoc.Blocks({ raw_typst("#espace()") })
  end
  if div.classes:includes("colonnes") or div.classes:includes("bande") then
    div = fill_width(div, charts)
  end
  local parted, wrapped = find_class(div, PARTED), find_class(div, WRAPPED)
  if parted then
    return typst_parts(div.content:map(function(part) return part.content end), parted, filter)
  elseif div.classes:includes("apports") then
    return typst_parts(div.content[1].content, "apports", filter)
  elseif wrapped then
    return pandoc.Blocks({ raw_typst("#" .. wrapped .. "[") }) .. div.content:walk(filter) .. { raw_typst("]") }, false
  end
end

-- Un bout de phrase dessiné : « statut » et « barre » ont un second mot, leur sorte ou leur longueur.
local function typst_word(span)
  local class = find_class(span, WORDS)
  if not class then
    return nil
  end
  local kind = span.classes[2]
  local call = kind and ("#" .. class .. "(" .. '"' .. kind .. '"' .. ")[") or ("#" .. class .. "[")
  local inlines = pandoc.Inlines({ pandoc.RawInline("typst", call) })
  inlines:extend(span.content)
  inlines:insert(pandoc.RawInline("typst", "];"))
  return inlines
end

local function typst_block(div, class)
  local only = div.content[1]
  if class == "chiffres" and #div.content == 1 and only.t == "BulletList" then
    return typst_tiles(only)
  end
  local blocks = pandoc.Blocks({ raw_typst("#" .. class .. "[") })
  blocks:extend(div.content)
  blocks:insert(raw_typst("]"))
  return blocks
end

local function is_long(row)
  return row.cells:find_if(function(cell)
    return pandoc.text.len(pandoc.utils.stringify(cell.contents)) > 600
  end) ~= nil
end

-- Une ligne qui tiendrait mal sur une page peut se couper ; les autres restent entières.
local function typst_table(tbl)
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do
      for _, cell in ipairs(is_long(row) and row.cells or {}) do
        cell.attributes["typst:breakable"] = "true"
      end
    end
  end
  return tbl
end

local function typst_filter(charts)
  local filter
  filter = {
    traverse = "topdown",
    Div = function(div)
      if div.classes:includes("saut") then
        return with_break(div, "typst")
      elseif div.classes:includes("sommaire") then
        return { div.content[1], raw_typst("#sommaire") }
      elseif div.classes:includes("cote-a-cote") then
        return typst_columns(div)
      end
      local class = class_of(div)
      if class then
        return typst_block(div, class)
      end
      return typst_placed(div, charts, filter)
    end,
    Span = function(span)
      if find_class(span, WORDS) then
        return typst_word(span)
      end
      return typst_span(span)
    end,
    Header = function(header)
      header.identifier = ""
      return header
    end,
    Table = typst_table,
    Figure = function(figure)
      local chart = charts[figure.content[1].content[1].src:match("^(.*)%.svg$")]
      local blocks = pandoc.Blocks({ raw_typst("#figure(" .. typst_image(chart) .. ", caption: [") })
      blocks:insert(pandoc.Plain({ pandoc.Str(chart.title) }))
      blocks:insert(raw_typst("])"))
      return blocks
    end,
    Image = function(image)
      return pandoc.RawInline("typst", "#" .. typst_image(charts[image.src:match("^(.*)%.svg$")]))
    end,
  }
  return filter
end

local function html_table(tbl)
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.attributes.scope = "col"
    end
  end
  local caption = pandoc.utils.stringify(tbl.caption.long)
  local label = caption ~= "" and ("Tableau : " .. caption) or "Tableau"
  local classes = #tbl.colspecs > 3 and { "tableau", "large" } or { "tableau" }
  local attributes = { { "tabindex", "0" }, { "role", "region" }, { "aria-label", label } }
  return { pandoc.Div({ tbl }, pandoc.Attr("", classes, attributes)) }, false
end

local function html_filter(charts)
  return {
    traverse = "topdown",
    -- Un bloc qui s'ouvre par un titre deviendrait une section, et prendrait son repère.
    Div = function(div)
      if div.content[1] and div.content[1].t == "Header" then
        div.content:insert(1, pandoc.RawBlock("html", ""))
        return div
      end
    end,
    Header = function(header)
      header.level = header.level + 1
      return header
    end,
    Table = html_table,
    Figure = function(figure)
      local chart = charts[figure.content[1].content[1].src:match("^(.*)%.svg$")]
      local open = '<figure>\n<div class="dessin" tabindex="0" role="group" aria-label="Figure">\n'
      return { pandoc.RawBlock("html", open .. chart.drawing .. "\n</div>\n<figcaption>"),
        pandoc.Plain({ pandoc.Str(chart.title) }), pandoc.RawBlock("html", "</figcaption>\n</figure>") }
    end,
    Image = function(image)
      return pandoc.RawInline("html", charts[image.src:match("^(.*)%.svg$")].drawing)
    end,
  }
end

-- Des chiffres clés en une ligne de titres et une ligne de textes : un tableau que l'on retouche.
local function slide_tiles(list)
  local heads, texts, aligns, widths = {}, {}, {}, {}
  for index, item in ipairs(list.content) do
    local inlines = pandoc.Inlines(item[1].content)
    heads[index] = { pandoc.Plain({ inlines[1] }) }
    inlines:remove(1)
    while inlines[1] and inlines[1].t == "Space" do
      inlines:remove(1)
    end
    texts[index] = { pandoc.Plain(inlines) }
    aligns[index], widths[index] = pandoc.AlignLeft, 1 / #list.content
  end
  return pandoc.utils.from_simple_table(pandoc.SimpleTable({}, aligns, widths, heads, { texts }))
end

-- Diaporama : une figure ou un tableau occupe sa page, dont le titre dit ce qu'il est.
local function slides_filter(charts)
  local function picture(image)
    local chart = charts[image.src:match("^(.*)%.svg$")]
    return pandoc.Image({}, chart.png, chart.alternative)
  end
  return {
    traverse = "topdown",
    Div = function(div)
      if div.classes:includes("saut") then
        return {}
      elseif div.classes:includes("chiffres") and div.content[1].t == "BulletList" then
        return slide_tiles(div.content[1]), false
      elseif div.classes:includes("decision") then
        return flatten_list(add_boxes(div.content))
      elseif div.classes:includes("colonnes") then
        div.classes = { "columns" }
      elseif div.classes:includes("colonne") then
        div.classes = { "column" }
      elseif not div.classes:includes("notes") then
        return div.content
      else
        return nil
      end
      return div
    end,
    Header = function(header)
      header.identifier = ""
      return header
    end,
    Table = function(tbl)
      tbl.caption = { long = {} }
      return tbl
    end,
    Figure = function(figure)
      return pandoc.Para({ picture(figure.content[1].content[1]) }), false
    end,
    Image = function(image)
      return picture(image), false
    end,
  }
end

-- Un format sans style à nous : le texte seul, et chaque figure par ce qu'elle montre.
local function plain_filter(charts)
  return {
    Div = function(div)
      return div.content
    end,
    Image = function(image)
      return pandoc.Str(charts[image.src:match("^(.*)%.svg$")].alternative)
    end,
  }
end

-- Les notes de l'orateur n'ont de place que dans un diaporama.
local function without_notes(doc)
  return doc:walk({ Div = function(div)
    return div.classes:includes("notes") and {} or nil
  end })
end

-- Une page d'écran ne s'écrit pas à la main.
local function without_lines(doc)
  return doc:walk({ Div = function(div)
    return div.classes:includes("a-ecrire") and {} or nil
  end })
end

function M.document(doc, format, spec)
  if format == "pptx" then
    return doc:walk(slides_filter(spec.charts))
  end
  doc = without_notes(doc)
  if format ~= "html" then
    doc = place_lines(doc, format)
  end
  if format == "typst" then
    return doc:walk(typst_filter(spec.charts)):walk({ Str = keep_signs })
  elseif format == "html" then
    return without_lines(doc):walk(html_filter(spec.charts))
  elseif not STYLES[format] then
    return doc:walk(plain_filter(spec.charts))
  end
  local has_contents = spec.markdown:find("{.sommaire}", 1, true) ~= nil
  return doc:walk(office_filter(format, spec.charts, has_contents))
end

return M
