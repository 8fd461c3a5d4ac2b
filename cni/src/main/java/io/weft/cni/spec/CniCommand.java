package io.weft.cni.spec;

/// The verbs of CNI spec 1.1, the value of `CNI_COMMAND`.
public enum CniCommand {
  ADD(true, true),
  DEL(true, false),
  CHECK(true, true),
  GC(false, false),
  STATUS(false, false),
  VERSION(false, false);

  private final boolean aboutAttachment;
  private final boolean needsNamespace;

  CniCommand(boolean aboutAttachment, boolean needsNamespace) {
    this.aboutAttachment = aboutAttachment;
    this.needsNamespace = needsNamespace;
  }

  /// Whether the command names one container and one interface.
  public boolean aboutAttachment() {
    return aboutAttachment;
  }

  /// Whether the command is refused without a network namespace.
  public boolean needsNamespace() {
    return needsNamespace;
  }
}
