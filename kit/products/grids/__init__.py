"""Les grilles remplies à plusieurs : les lire, les réunir, dire où l'on diffère, en tirer des actions."""
