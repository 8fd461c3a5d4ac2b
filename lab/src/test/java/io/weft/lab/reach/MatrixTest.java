package io.weft.lab.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void aMatrixIsShownWithItsColumnsUpright() {
    Matrix matrix =
        new Matrix(
            "TCP port 80 over IPv4",
            List.of("d/a", "d/bb"),
            List.of(
                new Matrix.Row("d/a", " .", List.of()),
                new Matrix.Row("node:n1", ".X", List.of("node:n1 -> d/bb: dropped"))));
    assertThat(matrix.lines())
        .containsExactly(
            "TCP port 80 over IPv4: 2 of 3 reached",
            "             d",
            "           d /",
            "           / b",
            "           a b",
            "  d/a        .",
            "  node:n1  . X",
            "  node:n1 -> d/bb: dropped");
  }
}
