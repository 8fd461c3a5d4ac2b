package io.weft.kubernetes.convert;

/// How names are spelled, as the API server checks it. There are some in every object: no regular
/// expressions.
final class Spelling {

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_PORT_NAME = 15;

  private Spelling() {}

  /// A name that may stand in a path: an RFC 1123 subdomain.
  static boolean isName(String text) {
    int length = text.length();
    if (length == 0
        || length > LONGEST_NAME
        || !isAlphanumeric(text.charAt(0))
        || !isAlphanumeric(text.charAt(length - 1))) {
      return false;
    }
    return isOfDomain(text, 1, length - 1);
  }

  /// A label's key: a name, with a domain and a slash before it or without.
  static boolean isLabelKey(String text) {
    int slash = text.indexOf('/');
    boolean prefixed = slash > 0 && slash <= LONGEST_NAME && isOfDomain(text, 0, slash);
    return (slash < 0 || prefixed) && text.length() > slash + 1 && isOfLabel(text, slash + 1);
  }

  /// A label's value, which may be the empty one.
  static boolean isLabelValue(String text) {
    return isOfLabel(text, 0);
  }

  /// An IANA service name (RFC 6335 §5.1).
  static boolean isPortName(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST_PORT_NAME) {
      return false;
    }
    boolean letter = false;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean inside = i > 0 && i < length - 1 && c == '-' && text.charAt(i - 1) != '-';
      if (!isAlphanumeric(c) && !inside) {
        return false;
      }
      letter |= c >= 'a' && c <= 'z';
    }
    return letter;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isOfDomain(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfLabel(String text, int from) {
    if (text.length() - from > LONGEST_LABEL) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          isAlphanumeric(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
