"""Ce que les pages du livre écrivent et que Markdown ne sait pas dire : une composante par module."""
