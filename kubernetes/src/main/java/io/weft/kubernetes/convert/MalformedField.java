package io.weft.kubernetes.convert;

/// A field that breaks its grammar; never leaves this package.
final class MalformedField extends RuntimeException {

  private final transient Fault fault;

  MalformedField(Fault fault) {
    super(fault.toString(), null, false, false);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
