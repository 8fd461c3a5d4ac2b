package io.weft.cni.spec;

/// The Kubernetes Pod an attachment belongs to, as the runtime names it in `CNI_ARGS`.
///
/// @param namespace the Pod's namespace
/// @param name the Pod's name
/// @param uid the Pod's uid; empty where the runtime does not tell
public record PodReference(String namespace, String name, String uid) {

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
