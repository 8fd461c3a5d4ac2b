package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.Lab;
import io.weft.lab.reach.Matrix;
import io.weft.lab.reach.Reach;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Everybody reaches everybody, and servers see the source address that they must see.
class ReachTest {

  private static void everyCellIsReached(Lab lab, Protocol protocol, IpFamily family, int least) {
    Matrix matrix = new Reach(lab, 80).matrix(protocol, family);
    assertThat(matrix.asked()).isGreaterThanOrEqualTo(least);
    assertThat(matrix.reached()).as(String.join("\n", matrix.lines())).isEqualTo(matrix.asked());
  }

  @ParameterizedTest
  @CsvSource({"TCP,IPV4", "TCP,IPV6", "UDP,IPV4", "UDP,IPV6", "ICMP,IPV4", "ICMP,IPV6"})
  void podsNodesAndTheOutsideReachEachOther(Protocol protocol, IpFamily family) {
    everyCellIsReached(SharedLab.lab(), protocol, family, 42);
  }

  @ParameterizedTest
  @EnumSource(names = {"VXLAN", "GRE"})
  void otherTunnelsCarryTheSame(Tunnel tunnel) {
    try (Lab lab = Lab.up(LabSpec.ofNodes("it" + tunnel.word(), 2, true, tunnel))) {
      lab.apply(
          SharedLab.objects(SharedLab.pod("a", "n1", false), SharedLab.pod("c", "n2", false)));
      for (IpFamily family : IpFamily.values()) {
        everyCellIsReached(lab, Protocol.TCP, family, 10);
        everyCellIsReached(lab, Protocol.ICMP, family, 12);
      }
    }
  }

  @Test
  void nodesWithIpv6AloneCarryPods() {
    LabSpec dual = LabSpec.ofNodes("itsix", 2, true, Tunnel.GENEVE);
    try (Lab lab = Lab.up(OneFamily.of(dual, IpFamily.IPV6))) {
      lab.apply(
          SharedLab.objects(SharedLab.pod("a", "n1", false), SharedLab.pod("c", "n2", false)));
      everyCellIsReached(lab, Protocol.TCP, IpFamily.IPV6, 10);
      everyCellIsReached(lab, Protocol.UDP, IpFamily.IPV6, 10);
    }
  }
}
