package io.weft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void bytesAreCopiedInAndOut() {
    byte[] source = {1, (byte) 0xff};
    Bytes bytes = Bytes.of(source);
    source[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.parse("01FF")).hasToString("01ff");
    assertThat(bytes.at(1)).isEqualTo(255);
    assertThat(bytes.plus(Bytes.of((byte) 2))).isEqualTo(Bytes.parse("01ff02"));
    byte[] target = new byte[3];
    bytes.copyTo(target, 1);
    assertThat(target).containsExactly(0, 1, 0xff);
  }

  @Test
  void aPartBeyondTheEndIsRefused() {
    assertThat(Bytes.copyOf(new byte[] {1, 2, 3}, 1, 2).length()).isEqualTo(2);
    assertThat(Bytes.copyOf(new byte[3], 3, 0).isEmpty()).isTrue();
    assertThatThrownBy(() -> Bytes.copyOf(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bytes.parse("0")).isInstanceOf(IllegalArgumentException.class);
  }
}
