package dev.codecsmith.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The profile that containers run workers with, {@code deploy/container/seccomp.json}: programs
 * inherit it, so their results must not depend on it.
 */
class ContainerProfileTest {
  private static final String ALLOW = "SCMP_ACT_ALLOW";
  private static final int ENOSYS = 38;

  /** What makes a sandbox, and nobody in one may call. */
  private static final Set<String> OF_BUBBLEWRAP =
      Set.of("mount", "umount2", "pivot_root", "sethostname");

  private static final JsonNode PROFILE =
      JsonMapper.shared()
          .readTree(
              Path.of(System.getProperty("codecsmith.root", ".."))
                  .resolve("deploy/container/seccomp.json"));

  private static List<String> allowed() {
    return PROFILE
        .path("syscalls")
        .valueStream()
        .peek(group -> assertThat(group.path("action").asString()).isEqualTo(ALLOW))
        .flatMap(group -> group.path("names").valueStream())
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  void whatItDoesNotAllowFailsAsOnAKernelThatLacksIt() {
    assertThat(PROFILE.path("defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
    assertThat(PROFILE.path("defaultErrnoRet").asInt()).isEqualTo(ENOSYS);
  }

  @Test
  void whatProgramsMayCallItAllows() {
    Set<String> called =
        SystemCallTable.calls().stream()
            .filter(call -> isMade(call.verdict()) || isMade(call.otherwise()))
            .map(SystemCall::name)
            .collect(Collectors.toSet());
    assertThat(allowed()).doesNotHaveDuplicates().containsAll(called);
  }

  private static boolean isMade(Verdict verdict) {
    return verdict.equals(Verdict.ALLOW) || verdict.equals(Verdict.parse("pretend"));
  }

  @Test
  void ofWhatNoProgramTriesInGoodFaithItAllowsWhatMakesASandboxOnly() {
    Set<String> hostile =
        SystemCallTable.calls().stream()
            .filter(call -> call.verdict().equals(Verdict.KILL))
            .map(SystemCall::name)
            .collect(Collectors.toSet());
    assertThat(hostile).hasSizeGreaterThan(30);
    assertThat(allowed()).containsAll(OF_BUBBLEWRAP).contains("seccomp", "unshare");
    hostile.removeAll(OF_BUBBLEWRAP);
    assertThat(allowed()).doesNotContainAnyElementsOf(hostile);
  }
}
