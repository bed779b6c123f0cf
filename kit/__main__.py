"""``python -m kit`` : la même commande que ``kit``."""

import sys

from kit.cli import main

sys.exit(main())
