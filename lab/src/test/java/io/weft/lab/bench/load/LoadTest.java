package io.weft.lab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.net.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// In a namespace of its own, over its loopback.
class LoadTest {

  private static final int PORT = 8080;
  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

  private final NetworkNamespace namespace =
      new NetworkNamespace("weft-load-" + ProcessHandle.current().pid());

  @BeforeEach
  void create() {
    namespace.create();
  }

  @AfterEach
  void delete() {
    namespace.delete();
  }

  @Test
  void everyConnectionIsMadeAndTimed() {
    try (LoadServer _ = LoadServer.open(namespace, PORT)) {
      Connections one = Connections.make(namespace, LOOPBACK, PORT, 50);
      Connections some = Connections.make(namespace, IpAddress.parse("::1"), PORT, 50, 4);
      assertThat(one.connectMicros()).hasSize(50).allMatch(micros -> micros > 0);
      assertThat(some.connectMicros()).hasSize(50);
      assertThat(one.percentile(99)).isGreaterThanOrEqualTo(one.percentile(50));
    }
  }

  @Test
  void bulkCountsWhatTheOtherSideReceived() {
    try (LoadServer _ = LoadServer.open(namespace, PORT)) {
      Bulk bulk = Bulk.send(namespace, LOOPBACK, PORT, Duration.ofMillis(50));
      assertThat(bulk.bytes()).isGreaterThan(256 << 10);
      assertThat(bulk.seconds()).isGreaterThanOrEqualTo(0.05);
      assertThat(bulk.retransmits()).isNotNegative();
    }
  }

  @Test
  void aConnectionThatFailsIsNotCounted() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Connections.make(namespace, LOOPBACK, PORT, 1))
        .withMessageContaining("127.0.0.1:8080");
  }
}
