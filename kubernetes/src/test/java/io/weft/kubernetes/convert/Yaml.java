package io.weft.kubernetes.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.weft.cluster.ClusterObject;
import java.util.Map;

/// Objects from text.
final class Yaml {

  private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

  private Yaml() {}

  static Conversion convert(String yaml) {
    try {
      return KubernetesConverter.convert(MAPPER.readValue(yaml, Map.class));
    } catch (JsonProcessingException e) {
      throw new AssertionError(yaml, e);
    }
  }

  static <T extends ClusterObject> T read(Class<T> type, String yaml) {
    Conversion conversion = convert(yaml);
    if (conversion instanceof Conversion.Read(ClusterObject object, var faults)) {
      assertThat(faults).isEmpty();
      return type.cast(object);
    }
    throw new AssertionError(conversion.toString());
  }

  static Fault broken(String yaml) {
    Conversion conversion = convert(yaml);
    if (conversion instanceof Conversion.Broken(_, var faults)) {
      assertThat(faults).hasSize(1);
      return faults.getFirst();
    }
    throw new AssertionError(conversion.toString());
  }
}
