package dev.codecsmith.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HierarchiesTest {
  private static String mount(String root, String point, String type, String options) {
    return "40 30 0:30 "
        + root
        + " "
        + point
        + " rw,nosuid shared:9 - "
        + type
        + " x "
        + options
        + "\n";
  }

  @Test
  void versionOneHasAFolderPerController() {
    Hierarchies found =
        Hierarchies.parse(
            "4:memory:/some/where\n3:cpu,cpuacct:/\n1:name=systemd:/x\n0::/\n",
            mount("/", "/sys/fs/cgroup/memory", "cgroup", "rw,memory")
                + mount("/", "/sys/fs/cgroup/cpu,cpuacct", "cgroup", "rw,cpu,cpuacct"));
    assertThat(found.versionOne())
        .isEqualTo(
            Map.of(
                "memory", Path.of("/sys/fs/cgroup/memory/some/where"),
                "cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                "cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct")));
    assertThat(found.versionTwo()).isEmpty();
  }

  @Test
  void versionTwoIsOneHierarchy() {
    Hierarchies found =
        Hierarchies.parse(
            "0::/user.slice/user-1.slice/a\\x2db.scope\n",
            mount("/", "/sys/fs/cgroup", "cgroup2", "rw"));
    assertThat(found.versionTwo())
        .hasValue(
            new Hierarchies.Unified(
                Path.of("/sys/fs/cgroup"),
                Path.of("/sys/fs/cgroup/user.slice/user-1.slice/a\\x2db.scope")));
  }

  @Test
  void aContainersGroupIsTheTopOfWhatItSees() {
    Hierarchies found =
        Hierarchies.parse(
            "4:memory:/docker/abc\n",
            mount("/docker/abc", "/sys/fs/cgroup/memory", "cgroup", "memory"));
    assertThat(found.versionOne()).isEqualTo(Map.of("memory", Path.of("/sys/fs/cgroup/memory")));
  }

  @Test
  void aGroupOutsideWhatIsMountedIsNotFound() {
    Hierarchies found =
        Hierarchies.parse(
            "4:memory:/other\n0::/../x\n",
            mount("/docker/abc", "/sys/fs/cgroup/memory", "cgroup", "memory")
                + mount("/", "/sys/fs/cgroup/unified", "cgroup2", "rw"));
    assertThat(found.versionOne()).isEmpty();
    assertThat(found.versionTwo()).isEmpty();
  }
}
