-- Lit chaque document une fois et l'écrit dans tous les formats demandés.
-- Appel : pandoc lua ecrire.lua travail.json ; ou, dans un navigateur où ce sous-programme n'existe pas,
-- pandoc -t ecrire.lua, qui lit « travail.json » à côté de lui et rend un texte vide.
-- Le texte des personnes arrive déjà échappé ; ce script ne laisse de toute façon passer
-- ni code brut, ni image inconnue, ni lien vers un fichier.

local script, request = PANDOC_SCRIPT_FILE, "travail.json"
if arg then
  script, request = arg[0], arg[1]
end
local here = script:match("^(.*[/\\])") or ""
local adapt = dofile(here .. "formats.lua")
local clean = dofile(here .. "nettoyer.lua")

local READER = "markdown-smart-raw_html-raw_tex-raw_attribute-native_divs-native_spans"
  .. "-yaml_metadata_block-pandoc_title_block-tex_math_dollars-latex_macros-citations-footnotes"
  .. "-inline_notes-example_lists-auto_identifiers-markdown_in_html_blocks"

-- Sans « -smart », l'écrivain typst change les apostrophes courbes en droites.
local WRITERS = { typst = "typst-smart" }

local function read_all(path)
  local file = assert(io.open(path, "rb"))
  local content = file:read("a")
  file:close()
  return content
end

local function write_all(path, content)
  local file = assert(io.open(path, "wb"))
  file:write(content)
  file:close()
end

local function text_meta(text)
  return pandoc.MetaInlines({ pandoc.Str(text) })
end

local function build_metadata(spec, format)
  local meta = { title = text_meta(spec.title), lang = text_meta("fr-FR") }
  if spec.subtitle ~= "" then
    meta.subtitle = text_meta(spec.subtitle)
  end
  if spec.subject ~= "" then
    meta.subject = text_meta(spec.subject)
  end
  if format == "html" then
    meta.pagetitle = meta.title
    meta["description-meta"] = meta.subject
  end
  return pandoc.Meta(meta)
end

local function options_for(format, look)
  if format == "docx" then
    return { reference_doc = look.docx, wrap_text = "none" }
  elseif format == "odt" then
    -- Sans modèle donné, l'écrivain odt ne rend qu'un fragment.
    local template = pandoc.template.compile(pandoc.template.default("odt"))
    return { reference_doc = look.odt, template = template, wrap_text = "none" }
  elseif format == "pptx" then
    -- Un titre de premier niveau ouvre une page.
    return { reference_doc = look.pptx, slide_level = 1, wrap_text = "none" }
  end
  return { template = pandoc.template.compile(read_all(look[format])), wrap_text = "none" }
end

local job = pandoc.json.decode(read_all(request), false)
local options = {}

local function write_formats(doc, spec)
  for format, output in pairs(spec.outputs) do
    options[format] = options[format] or options_for(format, job.look)
    local variables = {}
    if format == "html" then
      variables.css = job.look.css
    elseif format == "typst" then
      variables = { landscape = tostring(spec.landscape), dense = tostring(spec.dense),
        roomy = tostring(spec.roomy), day = job.day }
    end
    local dressed = pandoc.Pandoc(doc.blocks, build_metadata(spec, format))
    local adapted = adapt.document(dressed, format, spec)
    options[format].variables = variables
    write_all(output, pandoc.write(adapted, WRITERS[format] or format, options[format]))
  end
end

-- La date des fichiers vient du travail, jamais de l'horloge : les mêmes octets à chaque fois.
local settings = pandoc.system.environment()
settings.SOURCE_DATE_EPOCH = job.epoch
pandoc.system.with_environment(settings, function()
  for _, spec in ipairs(job.documents) do
    -- Une largeur de lecture de 1 fait que les tirets des tableaux donnent toujours les largeurs.
    local doc = pandoc.read(spec.markdown, READER, pandoc.ReaderOptions({ columns = 1 }), {})
    write_formats(clean.document(doc, spec), spec)
  end
end)

-- Appelé comme écrivain, ce script a déjà tout écrit.
function Writer()
  return ""
end
