"""Open an index that is there, ask it one thing, print what it finds: how long a start takes.

python benchmarks/cold.py ENGINE FOLDER KIND WORD...
"""

import sys
from pathlib import Path

from peers import load

if __name__ == "__main__":
    name, folder, kind, *asked = sys.argv[1:]
    print(load(name).open(Path(folder)).search(kind, asked), flush=True)
