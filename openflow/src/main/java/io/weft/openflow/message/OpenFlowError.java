package io.weft.openflow.message;

import io.weft.net.Bytes;
import java.util.Map;

/// The bridge said no (OpenFlow 1.5.1 §7.5.4; Nicira's experimenter errors).
///
/// @param type the 16-bit error type
/// @param code the 16-bit code within the type
/// @param experimenter whose codes these are; 0 unless `type` is [#EXPERIMENTER]
/// @param detail at least the first 64 bytes of the request that failed, or a text for
///     `HELLO_FAILED`
public record OpenFlowError(int type, int code, int experimenter, Bytes detail) implements Message {

  public static final int HELLO_FAILED = 0;
  public static final int EXPERIMENTER = 0xffff;

  private static final Map<Integer, String> TYPES =
      Map.ofEntries(
          Map.entry(0, "HELLO_FAILED"),
          Map.entry(1, "BAD_REQUEST"),
          Map.entry(2, "BAD_ACTION"),
          Map.entry(3, "BAD_INSTRUCTION"),
          Map.entry(4, "BAD_MATCH"),
          Map.entry(5, "FLOW_MOD_FAILED"),
          Map.entry(6, "GROUP_MOD_FAILED"),
          Map.entry(7, "PORT_MOD_FAILED"),
          Map.entry(8, "TABLE_MOD_FAILED"),
          Map.entry(9, "QUEUE_OP_FAILED"),
          Map.entry(10, "SWITCH_CONFIG_FAILED"),
          Map.entry(11, "ROLE_REQUEST_FAILED"),
          Map.entry(12, "METER_MOD_FAILED"),
          Map.entry(13, "TABLE_FEATURES_FAILED"),
          Map.entry(14, "BAD_PROPERTY"),
          Map.entry(15, "ASYNC_CONFIG_FAILED"),
          Map.entry(16, "FLOW_MONITOR_FAILED"),
          Map.entry(17, "BUNDLE_FAILED"),
          Map.entry(EXPERIMENTER, "EXPERIMENTER"));

  private static final Map<Integer, String> CODES =
      Map.ofEntries(
          code(1, 0, "BAD_VERSION"),
          code(1, 1, "BAD_TYPE"),
          code(1, 2, "BAD_MULTIPART"),
          code(1, 3, "BAD_EXPERIMENTER"),
          code(1, 4, "BAD_EXP_TYPE"),
          code(1, 5, "EPERM"),
          code(1, 6, "BAD_LEN"),
          code(1, 9, "BAD_TABLE_ID"),
          code(1, 11, "BAD_PORT"),
          code(1, 12, "BAD_PACKET"),
          code(2, 0, "BAD_TYPE"),
          code(2, 1, "BAD_LEN"),
          code(2, 2, "BAD_EXPERIMENTER"),
          code(2, 3, "BAD_EXP_TYPE"),
          code(2, 4, "BAD_OUT_PORT"),
          code(2, 5, "BAD_ARGUMENT"),
          code(2, 7, "TOO_MANY"),
          code(2, 9, "BAD_OUT_GROUP"),
          code(2, 10, "MATCH_INCONSISTENT"),
          code(2, 13, "BAD_SET_TYPE"),
          code(2, 14, "BAD_SET_LEN"),
          code(2, 15, "BAD_SET_ARGUMENT"),
          code(2, 16, "BAD_SET_MASK"),
          code(2, 17, "BAD_METER"),
          code(3, 0, "UNKNOWN_INST"),
          code(3, 2, "BAD_TABLE_ID"),
          code(4, 1, "BAD_LEN"),
          code(4, 6, "BAD_FIELD"),
          code(4, 7, "BAD_VALUE"),
          code(4, 8, "BAD_MASK"),
          code(4, 9, "BAD_PREREQ"),
          code(4, 10, "DUP_FIELD"),
          code(5, 1, "TABLE_FULL"),
          code(5, 2, "BAD_TABLE_ID"),
          code(5, 3, "OVERLAP"),
          code(5, 6, "BAD_COMMAND"),
          code(6, 0, "GROUP_EXISTS"),
          code(6, 1, "INVALID_GROUP"),
          code(6, 3, "OUT_OF_GROUPS"),
          code(6, 4, "OUT_OF_BUCKETS"),
          code(6, 7, "LOOP"),
          code(6, 8, "UNKNOWN_GROUP"),
          code(6, 11, "BAD_COMMAND"),
          code(6, 12, "BAD_BUCKET"),
          code(6, 15, "UNKNOWN_BUCKET"),
          code(6, 16, "BUCKET_EXISTS"),
          code(12, 1, "METER_EXISTS"),
          code(12, 2, "INVALID_METER"),
          code(12, 3, "UNKNOWN_METER"),
          code(12, 6, "BAD_RATE"),
          code(12, 8, "BAD_BAND"),
          code(12, 10, "OUT_OF_METERS"),
          code(17, 2, "BAD_ID"),
          code(17, 3, "BUNDLE_EXIST"),
          code(17, 4, "BUNDLE_CLOSED"),
          code(17, 7, "BAD_FLAGS"),
          code(17, 8, "MSG_BAD_LEN"),
          code(17, 9, "MSG_BAD_XID"),
          code(17, 10, "MSG_UNSUP"),
          code(17, 13, "MSG_FAILED"),
          code(17, 14, "TIMEOUT"));

  private static Map.Entry<Integer, String> code(int type, int code, String name) {
    return Map.entry(type << 16 | code, name);
  }

  /// Type and code by name where they have one: `BAD_ACTION/BAD_OUT_GROUP`.
  public String name() {
    String unknown = Integer.toString(code);
    return TYPES.getOrDefault(type, Integer.toString(type))
        + "/"
        + (type == EXPERIMENTER ? unknown : CODES.getOrDefault(type << 16 | code, unknown));
  }

  @Override
  public String toString() {
    return "OpenFlow error " + name();
  }
}
