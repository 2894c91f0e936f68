"""Tests of follow-tutorial.py."""

import tempfile
import unittest
from pathlib import Path

from loading import load_script

follower = load_script("follow-tutorial.py")


class FollowTutorial(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def catalog(self, tutorial: str, *files: str) -> Path:
        (self.folder / "Steps").mkdir()
        for file in files:
            (self.folder / "Steps" / file).write_text("x\n", encoding="utf-8")
        (self.folder / "A.tutorial").write_text(tutorial, encoding="utf-8")
        contents = self.folder / "Swiftlet.tutorial"
        contents.write_text('@TutorialReference(tutorial: "doc:A")\n', encoding="utf-8")
        return contents

    def test_steps(self):
        contents = self.catalog(
            '@Code(name: "Terminal", file: "a.sh", reset: true)\n@Code(name: "p/B.swift", file: "b.swift")\n',
            "a.sh", "b.swift",
        )
        steps = [(name, file.name) for name, file in follower.steps_of(contents)]
        self.assertEqual(steps, [("Terminal", "a.sh"), ("p/B.swift", "b.swift")])

    def test_catalogs_that_nobody_could_follow(self):
        wrong = {
            '@Code(file: "a.sh", name: "Terminal")': "not of the form",
            '@Code(name: "Terminal", file: "a.sh")\n```swift\nlet x = 1\n```': "code outside of @Code",
            "": "no step shows a.sh",
        }
        for text, expected in wrong.items():
            with self.subTest(expected), tempfile.TemporaryDirectory() as folder:
                self.folder = Path(folder)
                with self.assertRaisesRegex(follower.TutorialError, expected):
                    list(follower.steps_of(self.catalog(text, "a.sh")))

    def reader(self) -> "follower.Reader":
        return follower.Reader(self.folder, Path("/scratch"), Path("/root/main"))

    def test_commands_and_output(self):
        reader = self.reader()
        reader.take("Terminal", "mkdir p\necho made\n")
        reader.take("Output", "made\n")
        with self.assertRaisesRegex(follower.TutorialError, "where the command printed\nmade"):
            reader.take("Output", "made it\n")
        with self.assertRaisesRegex(follower.TutorialError, "status 1 of\nfalse"):
            reader.take("Terminal", "false\ntrue\n")

    def test_paths_of_the_reader(self):
        reader = self.reader()
        reader.take("Terminal", "echo --scratch-path .build .build/a x.build swiftlet/sdk --sdk swiftlet-guest a/swiftlet/b\n")
        self.assertEqual(
            reader.output,
            "--scratch-path /scratch /scratch/a x.build /root/main/sdk --sdk swiftlet-guest a/swiftlet/b\n",
        )
        reader.take("Package.swift", '.package(name: "swiftlet", path: "../swiftlet")\n')
        self.assertEqual(
            (self.folder / "Package.swift").read_text(encoding="utf-8"),
            '.package(name: "swiftlet", path: "/root/main")\n',
        )

    def test_files_go_where_a_step_has_made_room(self):
        with self.assertRaisesRegex(follower.TutorialError, "no step has made it"):
            self.reader().take("p/a.swift", "")
        with self.assertRaisesRegex(follower.TutorialError, "not in the reader's folder"):
            self.reader().take("../a.swift", "")

    def test_packages_are_built_again_after_each_change(self):
        reader = self.reader()
        # Stands in for the compiler: notes that it was called, and refuses code that says so.
        compiler = "swift() { echo built >>count; ! grep -s wrong p/a.swift; }\n"
        reader.take("Terminal", f"mkdir -p p q\n{compiler}swift build --package-path p --product P\n")
        reader.take("p/a.swift", "right")
        reader.take("q/a.swift", "wrong")
        self.assertEqual((self.folder / "count").read_text(encoding="utf-8"), "built\n" * 2)
        with self.assertRaises(follower.TutorialError):
            reader.take("p/a.swift", "wrong")


if __name__ == "__main__":
    unittest.main()
