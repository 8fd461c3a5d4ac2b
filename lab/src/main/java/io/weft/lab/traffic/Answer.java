package io.weft.lab.traffic;

import io.weft.net.IpAddress;
import java.util.Optional;

/// What a lab server says to whoever asks: who it is and whom it sees.
///
/// Its text is one line: `endpoint=x/a port=80 source=10.244.1.5 sourcePort=40123`.
///
/// @param endpoint the server's name: `namespace/pod` or `ext:NAME`
/// @param port the server's own port
/// @param source the asker's address as the server saw it
/// @param sourcePort the asker's port as the server saw it
public record Answer(String endpoint, int port, IpAddress source, int sourcePort) {

  /// Reads the line, empty where it is anything else.
  public static Optional<Answer> tryParse(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length != 4
        || !words[0].startsWith("endpoint=")
        || !words[1].startsWith("port=")
        || !words[2].startsWith("source=")
        || !words[3].startsWith("sourcePort=")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Answer(
              words[0].substring("endpoint=".length()),
              Integer.parseInt(words[1].substring("port=".length())),
              IpAddress.parse(words[2].substring("source=".length())),
              Integer.parseInt(words[3].substring("sourcePort=".length()))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "endpoint=%s port=%d source=%s sourcePort=%d"
        .formatted(endpoint, port, source, sourcePort);
  }
}
