-- Ce qui vaut pour tous les formats : rien de brut, titres sans saut de niveau, tableaux mesurés.

local M = {}

local SAFE_LINKS = { "^https?://", "^mailto:", "^#" }

local function is_safe(target)
  for _, pattern in ipairs(SAFE_LINKS) do
    if target:match(pattern) then
      return true
    end
  end
  return false
end

-- Le niveau 1 est celui des premières parties ; le titre du document est à part.
local function settle_headings(doc)
  local lowest, number = 9, 0
  doc:walk({ Header = function(h) lowest = math.min(lowest, h.level) end })
  local previous = 0
  return doc:walk({
    traverse = "topdown",
    Header = function(h)
      h.level = math.min(h.level - lowest + 1, previous + 1, 5)
      previous = h.level
      number = number + 1
      h.identifier = "section-" .. number
      return h
    end,
  })
end

local function longest_word(text)
  local longest = 0
  for word in text:gmatch("%S+") do
    longest = math.max(longest, pandoc.text.len(word))
  end
  return longest
end

local function rows_of(tbl)
  local rows = pandoc.List({})
  rows:extend(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do
    rows:extend(body.body)
  end
  return rows
end

-- Ce qu'une colonne demande, en signes : son mot le plus long, puis de quoi loger son texte.
local function measure_columns(tbl)
  local needs, wishes = {}, {}
  for rank, row in ipairs(rows_of(tbl)) do
    local bold = rank <= #tbl.head.rows and 1.2 or 1.05
    for index, cell in ipairs(row.cells) do
      local text = pandoc.utils.stringify(cell.contents)
      local length = pandoc.text.len(text)
      local need = math.min(longest_word(text), 24) * bold + 2.5
      local wish = math.max(math.min(length, 20), math.min(length / 2, 60))
      needs[index] = math.max(needs[index] or 5, need)
      wishes[index] = math.max(wishes[index] or 1, wish)
    end
  end
  return needs, wishes
end

local function sum(values)
  local total = 0
  for _, value in ipairs(values) do
    total = total + value
  end
  return total
end

-- Chaque colonne a d'abord son mot le plus long ; le reste se partage selon les textes.
local function share_line(needs, wishes, line)
  local spare = math.max(0, line - sum(needs))
  local total = sum(wishes)
  local widths = {}
  for index, need in ipairs(needs) do
    widths[index] = need + spare * wishes[index] / total
  end
  return widths
end

-- Des tirets égaux ne disent rien : les largeurs viennent alors du contenu.
local function settle_widths(tbl, line)
  local first = tbl.colspecs[1][2]
  for _, spec in ipairs(tbl.colspecs) do
    if math.abs(spec[2] - first) > 0.001 then
      return tbl
    end
  end
  local needs, wishes = measure_columns(tbl)
  local widths = share_line(needs, wishes, line)
  local total, used = sum(widths), 0
  local last = #tbl.colspecs
  tbl.colspecs = tbl.colspecs:map(function(spec, index)
    local share = index == last and 1 - used or math.floor(1000 * widths[index] / total) / 1000
    used = used + share
    return { spec[1], share }
  end)
  return tbl
end

-- Le sommaire renvoie à chaque partie, et à ce qui la découpe tant que la liste tient d'un coup d'œil.
local MOST_ENTRIES = 24

local function count_entries(doc)
  local count = 0
  doc:walk({ Header = function(h) count = count + (h.level <= 2 and 1 or 0) end })
  return count
end

local function list_contents(doc)
  local depth = count_entries(doc) > MOST_ENTRIES and 1 or 2
  local parts = pandoc.List({})
  doc:walk({ Header = function(h)
    local link = pandoc.Plain({ pandoc.Link(h.content, "#" .. h.identifier) })
    if h.level == 1 then
      parts:insert({ link, pandoc.List({}) })
    elseif h.level <= depth then
      parts[#parts][2]:insert({ link })
    end
  end })
  return pandoc.BulletList(parts:map(function(part)
    return #part[2] > 0 and { part[1], pandoc.BulletList(part[2]) } or { part[1] }
  end))
end

local function fill_contents(doc)
  return doc:walk({ Div = function(div)
    if div.classes:includes("sommaire") then
      div.content:insert(list_contents(doc))
      return div
    end
  end })
end

local function drop()
  return {}
end

-- Les signes d'une ligne de tableau, avec une police large.
local LINES = { portrait = 96, landscape = 148 }

function M.document(doc, spec)
  local charts = spec.charts
  local line = spec.landscape and LINES.landscape or LINES.portrait
  doc = doc:walk({
    RawBlock = drop,
    RawInline = drop,
    Note = drop,
    Image = function(image)
      local key = image.src:match("^([%w_-]+)%.svg$")
      return (key and charts[key]) and image or image.caption
    end,
    Figure = function(figure)
      local first = figure.content[1]
      local is_picture = first and first.content and first.content[1] and first.content[1].t == "Image"
      return is_picture and figure or figure.content
    end,
    Link = function(link)
      return is_safe(link.target) and link or link.content
    end,
    Table = function(tbl)
      return settle_widths(tbl, line)
    end,
  })
  return fill_contents(settle_headings(doc))
end

return M
