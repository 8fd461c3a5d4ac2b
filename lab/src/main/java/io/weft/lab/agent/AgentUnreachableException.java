package io.weft.lab.agent;

/// An agent did not answer; the message says which, and what to do.
public final class AgentUnreachableException extends RuntimeException {

  AgentUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
