package io.weft.cni.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Answers as JSON text, in the form that the version asks for.
public final class CniJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CniJson() {}

  /// Prints the success answer of ADD: before 1.0.0 with `version` in each address, from 1.1.0 with
  /// the MTU.
  public static String print(CniResult result, CniVersion version) {
    return ResultJson.write(result, version).toString();
  }

  /// Reads a result of any version.
  ///
  /// @throws CniException if the text is not one
  public static CniResult parseResult(String text) {
    try {
      return ResultJson.read(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new CniException(
          new CniError(CniErrorCode.UNDECODABLE, "the result is not JSON", e.getOriginalMessage()));
    }
  }

  /// Prints an error answer.
  public static String print(CniError error, CniVersion version) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("cniVersion", version.toString())
            .put("code", error.code().number())
            .put("msg", error.message());
    if (!error.details().isEmpty()) {
      json.put("details", error.details());
    }
    return json.toString();
  }

  /// Prints the answer of VERSION.
  public static String printVersions(CniVersion version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("cniVersion", version.toString());
    CniVersion.supported().forEach(json.putArray("supportedVersions")::add);
    return json.toString();
  }
}
