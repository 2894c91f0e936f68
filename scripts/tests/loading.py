"""Imports a script whose name, made for the command line, is not a module name."""

import importlib.util
from pathlib import Path
from types import ModuleType


def load_script(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        name.removesuffix(".py").replace("-", "_"), Path(__file__).parent.parent / name
    )
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
