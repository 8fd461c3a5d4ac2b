package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.Lab;
import io.weft.lab.bench.agent.AgentCounts;
import io.weft.lab.bench.services.ManyServices;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What endpoints that come, go and are exchanged cost in messages where many Services are in force,
/// counted by the agent that sends them.
class ServiceEventTest {

  private static final ManyServices MANY = new ManyServices(300, 4);

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab = Lab.up(LabSpec.ofNodes("itse", 1, false, Tunnel.GENEVE));
    lab.apply(MANY.objects());
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  private static AgentCounts counts() {
    return AgentCounts.of(lab.node("n1").agent().client());
  }

  /// Group- and flow-mods that the agent has sent when these are the endpoints.
  private static List<Long> sent(int service, List<IpAddress> endpoints) {
    AgentCounts before = counts();
    lab.apply(List.of(ManyServices.slice(service, endpoints)));
    AgentCounts sent = counts().since(before);
    return List.of(sent.groupMods(), sent.flowMods());
  }

  private static long groups() {
    return lab.node("n1")
        .ovs()
        .ofctl("dump-groups", "br-int")
        .run()
        .lines()
        .filter(line -> line.contains("group_id="))
        .count();
  }

  @Test
  void aChangeOfEndpointsIsOneMessageAboutOneGroup() {
    assertThat(groups()).isEqualTo(MANY.services());
    List<IpAddress> more = new ArrayList<>(MANY.addresses(150, 0));
    more.add(IpAddress.parse("10.255.0.1"));
    assertThat(sent(150, MANY.addresses(150, 1))).as("exchanged").containsExactly(1L, 0L);
    assertThat(sent(150, MANY.addresses(150, 0))).as("exchanged back").containsExactly(1L, 0L);
    assertThat(sent(150, more)).as("one more").containsExactly(1L, 0L);
    assertThat(sent(150, MANY.addresses(150, 0))).as("one less").containsExactly(1L, 0L);
    assertThat(sent(150, MANY.addresses(150, 0))).as("unchanged").containsExactly(0L, 0L);
    assertThat(groups()).isEqualTo(MANY.services());
  }
}
