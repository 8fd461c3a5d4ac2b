package io.weft.pipeline.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FaceClaimsTest {

  private static final Face FACE = new Face(IpAddress.parse("192.0.2.9"), Protocol.TCP, 80);
  private static final ObjectKey A = ObjectKey.service("x", "a");
  private static final ObjectKey B = ObjectKey.service("x", "b");
  private static final ObjectKey C = ObjectKey.service("x", "c");

  private final FaceClaims claims = new FaceClaims();

  private static Instant second(int number) {
    return Instant.ofEpochSecond(number);
  }

  @Test
  void whoComesLaterTakesNothingAway() {
    assertThat(claims.take(FACE, B, second(1))).isEmpty();
    assertThat(claims.take(FACE, A, second(2))).isEmpty();
    assertThat(claims.has(FACE, B)).isTrue();
    assertThat(claims.has(FACE, A)).isFalse();
    assertThat(claims.of(FACE)).containsExactly(B, A);
  }

  @Test
  void theOrderInWhichTheyAreHeardOfDecidesNothing() {
    assertThat(claims.take(FACE, A, second(2))).isEmpty();
    assertThat(claims.take(FACE, B, second(1))).containsExactly(A);
    assertThat(claims.has(FACE, B)).isTrue();
  }

  @Test
  void ofThoseOfOneAgeTheFirstByNameHasIt() {
    assertThat(claims.take(FACE, B, second(1))).isEmpty();
    assertThat(claims.take(FACE, A, second(1))).containsExactly(B);
    assertThat(claims.has(FACE, A)).isTrue();
  }

  @Test
  void oneThatIsMadeAnewIsTheYoungest() {
    claims.take(FACE, A, second(1));
    claims.take(FACE, B, second(2));
    assertThat(claims.take(FACE, A, second(3))).containsExactly(B);
    assertThat(claims.of(FACE)).containsExactly(B, A);
    assertThat(claims.take(FACE, A, second(3))).isEmpty();
  }

  @Test
  void whatIsReleasedGoesToTheNextOldest() {
    claims.take(FACE, A, second(1));
    claims.take(FACE, B, second(3));
    claims.take(FACE, C, second(2));
    assertThat(claims.release(FACE, B)).isEmpty();
    assertThat(claims.release(FACE, A)).containsExactly(C);
    assertThat(claims.conflicts()).isEmpty();
    assertThat(claims.release(FACE, C)).isEmpty();
    assertThat(claims.of(FACE)).isEmpty();
    assertThat(claims.release(FACE, C)).isEmpty();
  }

  @Test
  void allThatGoWithoutAreNamed() {
    claims.take(FACE, B, second(1));
    claims.take(FACE, A, second(2));
    assertThat(claims.conflicts())
        .containsExactly(
            "Service x/a is not served at 192.0.2.9 TCP port 80: Service x/b has it;"
                + " give one of them another address or port");
  }
}
