package io.weft.ovsdb.jsonrpc;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a stream of JSON objects, which carries no lengths, into objects.
///
/// Bytes may arrive in any portions. At most one message of the greatest length is held, and none
/// may be nested deeper than [#DEPTH]. After an exception the stream is of no further use.
public final class JsonStream {

  /// How deep objects and arrays may be nested.
  public static final int DEPTH = 100;

  private static final int SHOWN = 60;

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private final int messageBytes;
  private byte[] held = new byte[4096];
  private int end;
  private int scanned;
  private int depth;
  private boolean inString;
  private boolean escaped;

  /// @param messageBytes the longest message that is read
  public JsonStream(int messageBytes) {
    this.messageBytes = messageBytes;
  }

  /// Takes the next bytes and gives the objects that they complete.
  ///
  /// @throws BadMessageException if the bytes are no objects of JSON, or too long or too deep
  public List<JsonNode> take(byte[] bytes) throws BadMessageException {
    hold(bytes);
    List<JsonNode> complete = new ArrayList<>();
    int start = 0;
    while (scanned < end) {
      byte next = held[scanned++];
      if (depth == 0 && isBlank(next)) {
        start = scanned;
      } else if (ends(next, start)) {
        complete.add(parse(start));
        start = scanned;
      }
      if (scanned - start > messageBytes) {
        throw bad("a message longer than " + messageBytes + " bytes", start);
      }
    }
    drop(start);
    return complete;
  }

  /// Whether the bytes so far end inside a message.
  public boolean isInMessage() {
    return end > 0;
  }

  private void hold(byte[] bytes) {
    if (held.length - end < bytes.length) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, end + bytes.length));
    }
    System.arraycopy(bytes, 0, held, end, bytes.length);
    end += bytes.length;
  }

  private void drop(int count) {
    System.arraycopy(held, count, held, 0, end - count);
    end -= count;
    scanned = end;
    if (end == 0 && held.length > 1 << 20) {
      held = new byte[4096];
    }
  }

  /// Follows the nesting by one byte; true if that byte ends a message.
  private boolean ends(byte next, int start) throws BadMessageException {
    if (inString) {
      followString(next);
      return false;
    }
    switch (next) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
    if (depth > DEPTH) {
      throw bad("a message nested deeper than " + DEPTH, start);
    }
    if (scanned - 1 == start && next != '{') {
      throw bad("something that is no JSON object", start);
    }
    return depth == 0;
  }

  private void followString(byte next) {
    if (escaped) {
      escaped = false;
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      inString = false;
    }
  }

  private JsonNode parse(int start) throws BadMessageException {
    try {
      return JSON.readTree(held, start, scanned - start);
    } catch (JacksonException e) {
      throw bad("broken JSON (" + e.getOriginalMessage() + ")", start);
    } catch (IOException e) {
      throw new IllegalStateException("an array of bytes cannot fail to be read", e);
    }
  }

  private BadMessageException bad(String what, int start) {
    int length = Math.min(SHOWN, end - start);
    String shown = new String(held, start, length, StandardCharsets.UTF_8);
    return new BadMessageException("the peer sent " + what + ": " + shown);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
