"""Ce qu'une case peut porter, avant qu'on sache ce qu'elle veut dire."""

from __future__ import annotations

import datetime as dt

RawValue = str | int | float | bool | dt.date | None
