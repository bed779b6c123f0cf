"""Ce que le kit sait : le catalogue, avec ses sources, et les territoires de 2026."""
