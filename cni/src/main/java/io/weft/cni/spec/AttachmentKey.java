package io.weft.cni.spec;

/// What names an attachment: a container and one interface in it (CNI spec 1.1, `CNI_CONTAINERID`
/// and `CNI_IFNAME`).
///
/// @param containerId a letter or digit, then letters, digits, `_`, `.` or `-`
/// @param ifName a Linux interface name: 1 to 15 characters, no `/`, `:` or blanks
public record AttachmentKey(String containerId, String ifName) {

  public AttachmentKey {
    if (!isContainerId(containerId)) {
      throw CniException.of(
          CniErrorCode.INVALID_ENVIRONMENT,
          ("container id '%s' is not valid: use a letter or digit followed by letters, digits,"
                  + " '_', '.' or '-'")
              .formatted(containerId));
    }
    if (!isInterfaceName(ifName)) {
      throw CniException.of(
          CniErrorCode.INVALID_ENVIRONMENT,
          ("interface name '%s' is not valid: use 1 to 15 characters other than '/', ':' and"
                  + " blanks, not '.' or '..'")
              .formatted(ifName));
    }
  }

  private static boolean isContainerId(String text) {
    return text.length() <= 256 && text.matches("[A-Za-z0-9][A-Za-z0-9_.\\-]*");
  }

  private static boolean isInterfaceName(String text) {
    return !text.equals(".") && !text.equals("..") && text.matches("[\\x21-\\x7e&&[^/:]]{1,15}");
  }

  @Override
  public String toString() {
    return containerId + "/" + ifName;
  }
}
