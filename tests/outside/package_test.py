"""The two Debian packages: unpacked into an empty folder, the program makes a house that builds on the other one."""
import json
import re
import shutil
import subprocess
import unittest

from installed import BUILD, InstalledTest, run


class Packages(InstalledTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        run(["cpack", "--config", BUILD / "CPackConfig.cmake", "-G", "DEB", "-B", cls.folder / "packages"], cls.folder)
        cls.packages = sorted((cls.folder / "packages").glob("*.deb"))
        for package in cls.packages:
            run(["dpkg-deb", "-x", package, cls.folder / "root"], cls.folder)
        cls.prefix = cls.folder / "root" / "usr"

    def depends(self, name):
        (package,) = [p for p in self.packages if p.name.startswith(name + "_")]
        return run(["dpkg-deb", "-f", package, "Depends"], self.folder)

    def test_there_is_a_package_for_the_program_and_one_for_development(self):
        self.assertEqual([package.name.split("_")[0] for package in self.packages], ["lemmascope", "liblemmascope-dev"])

    def test_the_program_depends_on_the_libraries_it_loads(self):
        loaded = run(["ldd", self.prefix / "bin" / "lemmascope"], self.folder)
        needed = self.depends("lemmascope")
        for library in re.findall(r"lib(gmp|mpfr|mpfi|fmt|tomlplusplus)\.so", loaded):
            self.assertIn(f"lib{library}", needed)

    def test_development_depends_on_every_package_that_the_configuration_looks_for(self):
        needed = self.depends("liblemmascope-dev")
        config = (self.prefix / "lib/cmake/Lemmascope/LemmascopeConfig.cmake").read_text()
        package_of = {"Boost": "libboost-dev", "Eigen3": "libeigen3-dev", "fmt": "libfmt-dev", "Threads": "g++",
                      "MultiPrecision": "libmpfi-dev", "nlohmann_json": "nlohmann-json3-dev",
                      "rapidcheck": "librapidcheck-dev", "tomlplusplus": "libtomlplusplus-dev", "ZLIB": "zlib1g-dev"}
        found = re.findall(r"^find_dependency\((\w+)", config, re.M)
        self.assertGreater(len(found), 4)
        for name in found:
            self.assertIn(package_of[name], needed)

    def test_completions_and_the_manual_page_are_in_it(self):
        for file in ("bash-completion/completions/lemmascope", "zsh/site-functions/_lemmascope",
                     "fish/vendor_completions.d/lemmascope.fish"):
            self.assertIn("check", (self.prefix / "share" / file).read_text())

        page = (self.prefix / "share/man/man1/lemmascope.1").read_text()
        self.assertTrue(page.startswith(".TH LEMMASCOPE 1"), page[:80])
        self.assertIn(".SS reproduce", page)

    def test_a_new_house_builds_at_once_and_passes(self):
        run("lemmascope new paper mine", self.folder, prefix=self.prefix)
        house = self.folder / "mine"
        run("cmake -S . -B build -DBUILD_TESTING=ON && cmake --build build", house, prefix=self.prefix)
        run("ctest --test-dir build --output-on-failure", house)
        result = json.loads((house / "build" / "out" / "result.json").read_text())
        self.assertEqual([(c["id"], c["verdict"]) for c in result["claims"]],
                         [("mine/laziness-keeps-the-stationary-law", "holds")])
        # A claim that is not written yet builds, and is an error: never green.
        run("lemmascope new claim mine/some-law", house, prefix=self.prefix)
        run("cmake --build build --target mine_check", house, prefix=self.prefix)
        said = run("build/mine_check check mine/some-law -o out", house, expected=70)
        self.assertIn("mine/some-law: the law is not written yet", said)

    def test_hostile_names_are_refused(self):
        for name in ("a b", "a;b", "../a", "A", "1a", "class", "claim", "causal", "a__b", "a-b", "é", "x" * 61, ""):
            said = run(["lemmascope", "new", "paper", str(self.folder / "hostile"), "--key=" + name] if name else
                       ["lemmascope", "new", "paper", ""], self.folder, expected=2, prefix=self.prefix)
            self.assertEqual(len(said.strip().splitlines()), 1, said)
        self.assertFalse((self.folder / "hostile").exists())
        for name in ("mine", "mine/", "mine/A", "mine/a--b", "mine/../x", "/etc", "mine/a/b", "mine/a b"):
            run(["lemmascope", "new", "claim", name], self.folder, expected=2, prefix=self.prefix)

    def test_nothing_is_written_over(self):
        full = self.folder / "full"
        full.mkdir()
        (full / "kept").write_text("mine")
        run(["lemmascope", "new", "paper", "full"], self.folder, expected=2, prefix=self.prefix)
        self.assertEqual([file.name for file in full.iterdir()], ["kept"])
        (self.folder / "file").write_text("mine")
        run(["lemmascope", "new", "paper", "file"], self.folder, expected=2, prefix=self.prefix)
        self.assertEqual((self.folder / "file").read_text(), "mine")


if __name__ == "__main__":
    unittest.main()
