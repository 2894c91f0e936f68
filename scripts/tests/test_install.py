"""Tests of install.sh and version.sh, in a repository of their own with a program that only says its version."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).parent.parent
COMPLETIONS = (
    "share/bash-completion/completions/swiftlet",
    "share/zsh/site-functions/_swiftlet",
    "share/fish/vendor_completions.d/swiftlet.fish",
)


class Installation(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.checkout = self.root / "a checkout"
        self.prefix = self.root / "a prefix"
        for name in ("install.sh", "version.sh"):
            self.write(f"scripts/{name}", (SCRIPTS / name).read_text(encoding="utf-8"), mode=0o755)
        self.write("Sources/Wire/ABI/SwiftletVersion.swift", 'public static let current = "1.2.3"\n')
        self.write("sdk/swiftlet-guest.artifactbundle/info.json", '{ "version": "1.2.3" }\n')
        self.write("program", '#!/bin/sh\necho "$@"\n', mode=0o755)

    def write(self, name: str, text: str, mode: int = 0o644):
        path = self.checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)

    def git(self, *arguments: str):
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=self.checkout, check=True, capture_output=True)

    def make_release(self, origin: str):
        self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "All")
        self.git("tag", "1.2.3")
        self.git("remote", "add", "origin", origin)

    def run_script(self, name: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        # A repository around the temporary folder is not the one that is installed.
        environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(self.root)} | variables
        return subprocess.run(
            [self.checkout / "scripts" / name, *arguments], env=environment, capture_output=True, text=True
        )

    def install(self, **variables: str) -> subprocess.CompletedProcess:
        return self.run_script("install.sh", "install", "./program", "sdk", PREFIX=str(self.prefix), **variables)

    def recorded_package(self) -> str:
        self.assertEqual(self.install().returncode, 0)
        return (self.prefix / "share/swiftlet/package").read_text(encoding="utf-8")

    def files(self, folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def test_installs_everything_and_removes_it(self):
        self.assertEqual(self.install().returncode, 0)
        sdk = "share/swiftlet/sdk/swiftlet-guest.artifactbundle/info.json"
        self.assertEqual(self.files(self.prefix), {"bin/swiftlet", sdk, "share/swiftlet/package", *COMPLETIONS})
        for name, shell in zip(COMPLETIONS, ("bash", "zsh", "fish")):
            self.assertEqual((self.prefix / name).read_text(), f"--generate-completion-script {shell}\n")
        self.assertTrue(os.access(self.prefix / "bin/swiftlet", os.X_OK))

        other = self.prefix / "share/other"
        other.write_text("kept")
        self.assertEqual(self.run_script("install.sh", "uninstall", PREFIX=str(self.prefix)).returncode, 0)
        self.assertEqual(self.files(self.prefix), {"share/other"})

    def test_installing_again_leaves_nothing_of_the_old_sdk(self):
        self.write("sdk/swiftlet-guest.artifactbundle/old", "")
        self.install()
        (self.checkout / "sdk/swiftlet-guest.artifactbundle/old").unlink()
        self.install()
        self.assertFalse(any(name.endswith("/old") for name in self.files(self.prefix)))

    def test_staging_folder_is_in_front_of_the_prefix(self):
        staging = self.root / "staging"
        self.assertEqual(self.install(DESTDIR=str(staging)).returncode, 0)
        self.assertFalse(self.prefix.exists())
        self.assertTrue((staging / str(self.prefix).lstrip("/") / "bin/swiftlet").exists())

    def test_relative_prefix_is_refused(self):
        result = self.run_script("install.sh", "install", "./program", "sdk", PREFIX="here")
        self.assertEqual(result.returncode, 2)
        self.assertIn("absolute", result.stderr)

    def test_release_is_recorded_by_url_and_version(self):
        self.make_release("https://example.org/swiftlet.git")
        self.assertEqual(self.recorded_package(), "https://example.org/swiftlet.git\n1.2.3\n")

    def test_password_is_not_recorded(self):
        self.make_release("https://me:secret@example.org/swiftlet.git")
        self.assertEqual(self.recorded_package(), "https://example.org/swiftlet.git\n1.2.3\n")

    def test_anything_but_a_release_is_recorded_by_path(self):
        self.assertEqual(self.recorded_package(), f"{self.checkout}\n")
        self.make_release("https://example.org/swiftlet.git")
        self.git("commit", "--quiet", "--allow-empty", "--message", "More")
        self.assertEqual(self.recorded_package(), f"{self.checkout}\n")

    def test_clone_of_a_folder_is_recorded_by_path(self):
        self.make_release("/somewhere/swiftlet")
        self.assertEqual(self.recorded_package(), f"{self.checkout}\n")

    def test_version_of_the_sdk_must_be_the_same(self):
        self.assertEqual(self.run_script("version.sh").stdout, "1.2.3\n")
        self.write("sdk/swiftlet-guest.artifactbundle/info.json", '{ "version": "1.2.4" }\n')
        result = self.run_script("version.sh")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("another version", result.stderr)


class Version(unittest.TestCase):
    def test_this_checkout_has_one(self):
        result = subprocess.run([SCRIPTS / "version.sh"], capture_output=True, text=True)
        self.assertEqual(result.stderr, "")
        self.assertRegex(result.stdout, r"^\d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
