package io.weft.cni.command;

import io.weft.cni.spec.CniError;
import io.weft.cni.wiring.Attachment;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The bridge, as seen by the CNI commands.
///
/// Methods are called on the owner's executor and answer there or elsewhere. A stage that fails
/// with a `CniException` decides the answer of the command; any other failure is answered as "try
/// again later", so a stage must not hang: it fails within a bounded time when the switch or the
/// cluster is out of reach. All steps may be repeated.
public interface PodSwitch {

  /// Completes when everything is known that the Pod's flows need: its labels, the policies that
  /// select it. Runs beside the wiring.
  CompletionStage<Void> podKnown(Attachment attachment);

  /// Adds the host interface to the bridge, with the attachment's external ids; completes when the
  /// record is in OVSDB. The interface exists by now.
  CompletionStage<Void> addPort(Attachment attachment);

  /// Completes when the Pod's flows and policies are in the switch, and connections that a former
  /// owner of its addresses left in the connection tracker are gone.
  CompletionStage<Void> flowsReady(Attachment attachment);

  /// Removes the Pod's flows and the tracked connections of its addresses.
  CompletionStage<Void> removeFlows(Attachment attachment);

  /// Removes the port and with it the record; succeeds if there is none.
  CompletionStage<Void> removePort(Attachment attachment);

  /// Why no ADD can succeed at present: code 50, or 51 where attached Pods suffer too; empty if all
  /// is well.
  Optional<CniError> unavailable();
}
