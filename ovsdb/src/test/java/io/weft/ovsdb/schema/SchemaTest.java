package io.weft.ovsdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Value;
import io.weft.ovsdb.openvswitch.VswitchTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theRealSchemaHasEveryColumnThatWeFollow() throws Exception {
    DatabaseSchema schema =
        SchemaReader.schema(
            JSON.readTree(Path.of("/usr/share/openvswitch/vswitch.ovsschema").toFile()));
    assertThat(schema.name()).isEqualTo("Open_vSwitch");
    VswitchTables.monitored()
        .forEach(table ->
            table
                .columns()
                .forEach((column, type) ->
                    assertThat(schema.column(table.name(), column))
                        .as(table.name() + "." + column)
                        .hasValueSatisfying(actual -> assertThat(type.reads(actual)).isTrue())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"tables\":[]}",
        "{\"tables\":{\"T\":{}}}",
        "{\"tables\":{\"T\":{\"columns\":{\"c\":{}}}}}",
        "{\"tables\":{\"T\":{\"columns\":{\"c\":{\"type\":\"text\"}}}}}",
        "{\"tables\":{\"T\":{\"columns\":{\"c\":{\"type\":{\"key\":\"string\",\"min\":2}}}}}}",
        "{\"tables\":{\"T\":{\"columns\":{\"c\":{\"type\":{\"key\":\"string\",\"value\":7}}}}}}"
      })
  void whatIsNoSchemaIsRefused(String text) {
    assertThatThrownBy(() -> SchemaReader.schema(JSON.readTree(text)))
        .isInstanceOf(NotationException.class);
  }

  @Test
  void eachShapeHasOneForm() throws Exception {
    assertThat(ColumnType.TEXT.admit(OvsSet.of(Atom.of("a")))).isEqualTo(Atom.of("a"));
    assertThat(ColumnType.OPTIONAL_TEXT.admit(Atom.of("a"))).isEqualTo(OvsSet.of(Atom.of("a")));
    assertThat(ColumnType.TEXTS.admit(Atom.of("a"))).isEqualTo(OvsSet.of(Atom.of("a")));
    assertThat(ColumnType.TEXT_MAP.admit(OvsSet.EMPTY)).isEqualTo(OvsMap.EMPTY);
    assertThat(ColumnType.scalar(AtomType.REAL).admit(Atom.of(1))).isEqualTo(new Atom.Real(1));
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    refused(ColumnType.TEXT, Atom.of(1));
    refused(ColumnType.TEXT, OvsSet.EMPTY);
    refused(ColumnType.TEXT, new Atom.NamedUuid("a"));
    refused(ColumnType.OPTIONAL_TEXT, OvsSet.ofTexts(List.of("a", "b")));
    refused(ColumnType.TEXTS, OvsMap.ofTexts(Map.of("a", "b")));
    refused(ColumnType.TEXT_MAP, Atom.of("a"));
    refused(ColumnType.TEXT_MAP, new OvsMap(Map.of(Atom.of(1), Atom.of("a"))));
    refused(ColumnType.INTEGER, new Atom.Real(1.5));
    refused(ColumnType.REFERENCES, Atom.of("a"));
  }

  @Test
  void everyTypeAdmitsItsDefault() throws Exception {
    for (AtomType atom : AtomType.values()) {
      for (ColumnType type :
          List.of(
              ColumnType.scalar(atom),
              ColumnType.optional(atom),
              ColumnType.set(atom),
              ColumnType.map(atom, atom))) {
        assertThat(type.admit(type.defaultValue())).isEqualTo(type.defaultValue());
      }
    }
  }

  @Test
  void aColumnReadsOnlyItsOwnShape() {
    assertThat(ColumnType.TEXT.reads(ColumnType.OPTIONAL_TEXT)).isFalse();
    assertThat(ColumnType.TEXTS.reads(ColumnType.OPTIONAL_TEXT)).isFalse();
    assertThat(ColumnType.TEXTS.reads(ColumnType.REFERENCES)).isFalse();
    assertThat(
            ColumnType.TEXTS.reads(
                new ColumnType(AtomType.STRING, java.util.Optional.empty(), 1, 3)))
        .isTrue();
    assertThat(ColumnType.TEXT_MAP).hasToString("string→string (0 to any)");
    assertThat(ColumnType.TEXT).hasToString("string");
  }

  private static void refused(ColumnType type, Value value) {
    assertThatThrownBy(() -> type.admit(value))
        .isInstanceOf(NotationException.class)
        .hasMessageContaining(type.toString());
  }
}
