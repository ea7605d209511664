#include "sim/train/npz.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

class Npz : public ::testing::Test {
 protected:
  Npz()
      : folder_(std::filesystem::temp_directory_path() /
                ("lemmascope_npz_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~Npz() override { std::filesystem::remove_all(folder_); }

  static NpzArrays example() {
    NpzArrays arrays;
    arrays["floats"] =
        NpyArray::of(std::vector<float>{1.5f, -2.25f, 0x1p-140f, 3.0f, 4.0f, 5.0f}, {2, 3});
    arrays["doubles"] = NpyArray::of(std::vector<double>{0.1, -0.0}, {2});
    arrays["counts"] = NpyArray::of(std::vector<std::int64_t>{-1, 1ll << 60});
    arrays["plan"] = NpyArray::of(std::string("seed 7"));
    arrays["nothing"] = NpyArray::of(std::vector<double>{}, {0, 4});
    return arrays;
  }

  std::filesystem::path folder_;
};

TEST_F(Npz, ReadsWhatItWrote) {
  const auto path = folder_ / "a.npz";
  write_npz(path, example());
  const NpzArrays found = read_npz(path);
  ASSERT_EQ(found.size(), 5u);
  for (const auto& [name, array] : example()) {
    EXPECT_EQ(found.at(name).type, array.type) << name;
    EXPECT_EQ(found.at(name).shape, array.shape) << name;
    EXPECT_EQ(found.at(name).bytes, array.bytes) << name;
  }
  EXPECT_EQ(found.at("plan").text(), "seed 7");
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".partial"));
}

TEST_F(Npz, NumpyReadsTheSameValues) {
  if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) {
    GTEST_SKIP() << "1 check skipped: /usr/bin/python3 has no numpy (Debian: python3-numpy)";
  }
  const auto path = folder_ / "b.npz";
  write_npz(path, example());
  const std::string command =
      "/usr/bin/python3 -c \"import numpy as np; a = np.load('" + path.string() +
      "'); assert a['floats'].dtype == np.float32 and a['floats'].tolist() == [[1.5, -2.25, "
      "2.0**-140], [3.0, 4.0, 5.0]]; assert a['doubles'].tolist() == [0.1, -0.0]; assert "
      "a['counts'].tolist() == [-1, 2**60]; assert bytes(a['plan']).decode() == 'seed 7'; assert "
      "a['nothing'].shape == (0, 4); assert sorted(a.files) == ['counts', 'doubles', 'floats', "
      "'nothing', 'plan']\"";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(Npz, ReadsWhatNumpyWrote) {
  if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) {
    GTEST_SKIP() << "1 check skipped: /usr/bin/python3 has no numpy (Debian: python3-numpy)";
  }
  const auto path = folder_ / "c.npz";
  const std::string command = "/usr/bin/python3 -c \"import numpy as np; np.savez('" +
                              path.string() + "', x=np.arange(6.0).reshape(2, 3))\"";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const NpzArrays found = read_npz(path);
  EXPECT_EQ(found.at("x").shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(found.at("x").doubles(), (std::vector<double>{0, 1, 2, 3, 4, 5}));
}

TEST_F(Npz, RefusesDamagedFiles) {
  const auto path = folder_ / "d.npz";
  write_npz(path, example());
  std::ifstream in(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  for (const std::size_t keep :
       {std::size_t{0}, std::size_t{10}, bytes.size() / 2, bytes.size() - 1}) {
    std::ofstream(path, std::ios::binary) << bytes.substr(0, keep);
    EXPECT_THROW(read_npz(path), PreconditionError) << keep;
  }
  for (const std::size_t at : {std::size_t{150}, bytes.find("seed 7")}) {  // inside members
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    std::ofstream(path, std::ios::binary) << flipped;
    EXPECT_THROW(read_npz(path), PreconditionError) << at;
  }
  EXPECT_THROW(read_npz(folder_ / "absent.npz"), PreconditionError);
}

TEST_F(Npz, RefusesShapesWhoseProductOverflows) {
  // 2^30 2^30 2^4 is 2^64: nothing left in 64 bits, as if no byte were needed.
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{
           {1073741824, 1073741824, 16}, {1073741824, 1}, {1073741825}, {std::int64_t{1} << 62}}) {
    const auto path = folder_ / "large.npz";
    write_npz(path, {{"x", {"f8", shape, {}}}});
    EXPECT_THROW(read_npz(path), PreconditionError) << shape.front();
  }
  write_npz(folder_ / "none.npz", {{"x", {"f8", {0, 5}, {}}}});
  EXPECT_EQ(read_npz(folder_ / "none.npz").at("x").shape, (std::vector<std::int64_t>{0, 5}));
}

TEST_F(Npz, AFailedWriteLeavesTheOldFile) {
  EXPECT_THROW(write_npz(folder_ / "no" / "such" / "folder.npz", example()), std::runtime_error);
}

}  // namespace
}  // namespace lemmascope::sim
