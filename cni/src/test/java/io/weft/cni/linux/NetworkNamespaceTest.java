package io.weft.cni.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkNamespaceTest {

  @Test
  void workRunsInsideAndNoThreadStaysThere() {
    try (TestNetwork network = new TestNetwork();
        NetworkNamespace pod = NetworkNamespace.open(network.addNamespace("pod"))) {
      String before = currentNamespace();
      assertThat(pod.call(NetworkNamespaceTest::currentNamespace)).isNotEqualTo(before);
      assertThat(currentNamespace()).isEqualTo(before);
      assertThat(TestNetwork.namespacesOfThreads()).containsExactly(before);
    }
  }

  private static String currentNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failureOfTheWorkIsTheCallers() {
    try (TestNetwork network = new TestNetwork();
        NetworkNamespace pod = NetworkNamespace.open(network.addNamespace("pod"))) {
      assertThatThrownBy(() ->
              pod.call(() -> {
                throw new IllegalStateException("inside");
              }))
          .hasMessage("inside");
      assertThatThrownBy(() ->
              pod.call(() -> {
                throw new AssertionError("deep inside");
              }))
          .hasRootCauseMessage("deep inside");
    }
  }

  @Test
  void aFileThatIsNoNamespaceIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("net"));
    try (NetworkNamespace none = NetworkNamespace.open(file.toString())) {
      assertThatThrownBy(() -> none.call(() -> true))
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining(file + " is not a network namespace that can be entered: EINVAL");
    }
    assertThatThrownBy(() -> NetworkNamespace.open(directory + "/missing"))
        .hasMessageContaining("cannot open network namespace " + directory + "/missing: ENOENT");
  }

  @Test
  void sysctlsAreThoseOfTheThreadsNamespace() {
    try (TestNetwork network = new TestNetwork()) {
      network.onNode(() -> Sysctl.write("net/ipv4/ip_forward", 1));
      assertThat(network.in("node", "cat", "/proc/sys/net/ipv4/ip_forward")).isEqualTo("1\n");
      assertThatThrownBy(() -> Sysctl.write("net/ipv4/no_such_thing", 1))
          .hasMessageContaining("cannot set /proc/sys/net/ipv4/no_such_thing to 1: ENOENT");
      assertThat(network.onNode(() -> Sysctl.writeIfPresent("net/no_such_thing", 1))).isFalse();
    }
  }

  @Test
  void errorsWithoutANameShowTheirNumber() {
    assertThat(new Errno(122)).hasToString("errno 122");
    assertThat(Errno.ENODEV).hasToString("ENODEV: no such device");
  }
}
