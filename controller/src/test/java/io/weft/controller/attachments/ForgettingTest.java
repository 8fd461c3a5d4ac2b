package io.weft.controller.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.openflow.message.CtFlush;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForgettingTest {

  @Test
  void bothDirectionsOfAnIpv4AddressGoWhateverTheProtocol() {
    IpAddress address = IpAddress.parse("10.244.1.3");
    assertThat(Forgetting.of(List.of(address), 7))
        .containsExactly(CtFlush.originalSource(address, 7), CtFlush.replySource(address, 7));
  }

  @Test
  void ofIpv6NoMessageIsAboutIcmp() {
    List<CtFlush> flushes = Forgetting.of(List.of(IpAddress.parse("fd00::3")), 7);
    assertThat(flushes).hasSize(6).allMatch(flush -> flush.zone().equals(Optional.of(7)));
    assertThat(flushes.stream().map(CtFlush::protocol).distinct()).containsExactly(6, 17, 132);
  }
}
