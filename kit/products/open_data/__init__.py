"""Le catalogue en données ouvertes : un tableau CSV par famille, décrits par un Data Package."""

from __future__ import annotations

from kit.products.open_data.exporting import Resource, build_package, export_catalogue, list_resources

__all__ = ["Resource", "build_package", "export_catalogue", "list_resources"]
