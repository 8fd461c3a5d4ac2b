package io.weft.ovsdb.control;

import java.io.Serial;

/// The daemon has no control socket, or does not carry out the command. Asking again is of no use
/// unless the daemon changes.
public final class CommandUnavailableException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  CommandUnavailableException(String message) {
    super(message);
  }
}
