package io.weft.controller.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleasedAddressesTest {

  private static final IpAddress A = IpAddress.parse("10.0.0.5");
  private static final IpAddress B = IpAddress.parse("fd00::5");

  private final ReleasedAddresses released = new ReleasedAddresses();

  @Test
  void anAddressThatNobodyHadWaitsForTheFirstVersionOnly() {
    assertThat(released.free(List.of(A, B))).isEqualTo(1);
  }

  @Test
  void anAddressWaitsForTheVersionThatTookItAway() {
    released.released(List.of(A), 7, 3);
    released.released(List.of(B), 8, 3);
    assertThat(released.free(List.of(A))).isEqualTo(7);
    assertThat(released.free(List.of(A, B))).isEqualTo(8);
  }

  @Test
  void whatPacketsNoLongerGoByIsForgotten() {
    released.released(List.of(A), 7, 3);
    released.released(List.of(B), 9, 7);
    assertThat(released.free(List.of(A))).isEqualTo(1);
    assertThat(released.free(List.of(B))).isEqualTo(9);
  }
}
