package io.weft.cni.command;

import io.weft.cni.address.AddressPool;
import io.weft.cni.relay.RelayReply;
import io.weft.cni.relay.RelayRequest;
import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniException;
import io.weft.cni.spec.CniJson;
import io.weft.cni.spec.CniRequest;
import io.weft.cni.spec.CniVersion;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodWiring;
import io.weft.net.IpAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/// What each CNI command does (CNI spec 1.1, "CNI operations").
///
/// All methods are called on the owner's executor, which runs one task at a time; results come
/// there as well. Commands about one attachment run one after the other, in the order of their
/// arrival, others side by side.
public final class CniCommands {
  private final Attachments attachments;
  private final AttachmentSteps steps;
  private final PodSwitch podSwitch;
  private final PodLink.Node node;
  private final PodWiring wiring;
  private final Executors executors;
  private final Executor owner;
  private final KeyedQueue<AttachmentKey> queue;

  /// Commands over no attachments; see [#restore].
  ///
  /// @param node what all Pods have in common; its Pod CIDRs are the address pool
  /// @param podSwitch the bridge
  /// @param wiring the operating system
  /// @param executors where things run
  /// @param clock for the rest of released addresses
  /// @throws IllegalArgumentException if the Pod CIDRs make no pool
  public CniCommands(
      PodLink.Node node,
      PodSwitch podSwitch,
      PodWiring wiring,
      Executors executors,
      InstantSource clock) {
    this(
        node,
        podSwitch,
        wiring,
        executors,
        new Attachments(new AddressPool(node.podCidrs()), clock),
        new KeyedQueue<>(executors.owner()));
  }

  private CniCommands(
      PodLink.Node node,
      PodSwitch podSwitch,
      PodWiring wiring,
      Executors executors,
      Attachments attachments,
      KeyedQueue<AttachmentKey> queue) {
    this.node = node;
    this.podSwitch = podSwitch;
    this.wiring = wiring;
    this.executors = executors;
    this.owner = executors.owner();
    this.attachments = attachments;
    this.steps = new AttachmentSteps(node, podSwitch, wiring, executors);
    this.queue = queue;
  }

  /// The same commands for a node of which something has changed.
  ///
  /// Those under way go on as they began; attachments, the rest of released addresses and the order
  /// of commands about one attachment are common to both. No command may be given to this any more.
  ///
  /// @throws IllegalArgumentException if the Pod CIDRs make no pool; this may be used on then
  public CniCommands with(PodLink.Node changed) {
    attachments.podCidrs(changed.podCidrs());
    return new CniCommands(changed, podSwitch, wiring, executors, attachments, queue);
  }

  /// Where things run.
  ///
  /// @param owner runs one task at a time, in order: the agent's event loop
  /// @param wiring runs what blocks, several at a time
  public record Executors(Executor owner, Executor wiring) {}

  /// Takes over the attachments recorded in OVSDB, before the first command.
  public void restore(Collection<Attachment> recorded) {
    attachments.restore(recorded);
  }

  /// The attachments that hold addresses now, those still being made or removed included.
  public List<Attachment> attachments() {
    return attachments.all();
  }

  /// Answers a call of the executable. Never fails: every failure is an error answer.
  public CompletionStage<RelayReply> relay(RelayRequest call) {
    CniRequest request;
    try {
      request = CniRequest.parse(call.environment(), call.stdin());
    } catch (CniException e) {
      return CompletableFuture.completedFuture(RelayReply.failure(e.error(), CniVersion.newest()));
    }
    CniVersion version = request.network().cniVersion();
    return CompletableFuture.completedFuture(request)
        .thenCompose(this::execute)
        .handle((text, failure) ->
            failure == null
                ? RelayReply.success(text)
                : RelayReply.failure(Failures.error(failure), version));
  }

  /// Executes a command; completes with what to print, or fails with what [Failures] can read.
  private CompletionStage<String> execute(CniRequest request) {
    CniVersion version = request.network().cniVersion();
    return switch (request.command()) {
      case VERSION -> CompletableFuture.completedFuture(CniJson.printVersions(version));
      case STATUS -> status().thenApply(_ -> "");
      case GC -> collect(request).thenApply(_ -> "");
      case ADD ->
          queue
              .submit(request.key(), () -> add(request))
              .thenApply(a -> CniJson.print(Results.of(a, node), version));
      case CHECK -> queue.submit(request.key(), () -> check(request)).thenApply(_ -> "");
      case DEL -> queue.submit(request.key(), () -> delete(request.key())).thenApply(_ -> "");
    };
  }

  private CompletionStage<Void> status() {
    return podSwitch
        .unavailable()
        .<CompletionStage<Void>>map(e -> CompletableFuture.failedFuture(new CniException(e)))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Attachment> add(CniRequest request) {
    podSwitch
        .unavailable()
        .ifPresent(e -> {
          throw CniException.of(CniErrorCode.TRY_AGAIN_LATER, e.message());
        });
    return attachments
        .find(request.key())
        .map(known -> repeat(known, request))
        .orElseGet(() -> create(request, List.of()));
  }

  /// ADD of what is there: the same answer if nothing has changed, else a new attachment, which
  /// keeps its addresses unless the request names others.
  private CompletionStage<Attachment> repeat(Attachment known, CniRequest request) {
    CompletionStage<Boolean> intact =
        sameRequest(known, request)
            ? steps.differences(known).handle((found, e) -> e == null && found.isEmpty())
            : CompletableFuture.completedFuture(false);
    return intact.thenComposeAsync(
        same ->
            same
                ? steps.connect(known).thenApply(_ -> known)
                : remove(known).thenComposeAsync(_ -> create(request, keepable(known)), owner),
        owner);
  }

  private List<IpAddress> keepable(Attachment known) {
    return known.addresses().stream()
        .filter(a -> node.podCidrs().stream().anyMatch(p -> p.contains(a)))
        .toList();
  }

  private static boolean sameRequest(Attachment known, CniRequest request) {
    return known.netns().equals(request.netns().orElse(""))
        && known.network().equals(request.network().name())
        && known.pod().equals(request.arguments().pod())
        && new HashSet<>(known.addresses()).containsAll(request.requestedAddresses())
        && request.requestedMac().map(known.mac()::equals).orElse(true);
  }

  private CompletionStage<Attachment> create(CniRequest request, List<IpAddress> preferred) {
    Attachment attachment = attachments.create(request, preferred);
    return steps
        .make(attachment)
        .handleAsync(
            (_, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(attachment);
              }
              return steps
                  .takeBack(attachment, failure)
                  .<Attachment>handleAsync(
                      (_, _) -> {
                        attachments.remove(attachment);
                        throw Failures.asException(failure);
                      },
                      owner)
                  .toCompletableFuture();
            },
            owner)
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> delete(AttachmentKey key) {
    return attachments.find(key).map(this::remove).orElseGet(() -> steps.detachUnknown(key));
  }

  private CompletionStage<Void> remove(Attachment attachment) {
    return steps.remove(attachment).thenRunAsync(() -> attachments.remove(attachment), owner);
  }

  private CompletionStage<Void> check(CniRequest request) {
    Attachment known =
        attachments
            .find(request.key())
            .orElseThrow(() ->
                CniException.of(
                    CniErrorCode.UNKNOWN_CONTAINER,
                    "no attachment %s on this node; ADD it first".formatted(request.key())));
    List<String> stale = Results.differences(known, request);
    if (!stale.isEmpty()) {
      return CompletableFuture.failedFuture(changed(request.key(), stale));
    }
    return steps
        .differences(known)
        .thenAccept(found -> {
          if (!found.isEmpty()) {
            throw changed(request.key(), found);
          }
        });
  }

  private static CniException changed(AttachmentKey key, List<String> differences) {
    return CniException.of(
        CniErrorCode.ATTACHMENT_CHANGED,
        "attachment %s is not as ADD left it: %s; recreate the Pod"
            .formatted(key, String.join("; ", differences)));
  }

  /// Removes the attachments of the request's network that the runtime no longer knows, and host
  /// interfaces that nothing remembers.
  private CompletionStage<Void> collect(CniRequest request) {
    List<AttachmentKey> valid =
        request
            .network()
            .validAttachments()
            .orElseThrow(() ->
                CniException.of(
                    CniErrorCode.INVALID_CONFIGURATION,
                    "GC without 'cni.dev/valid-attachments' would remove every Pod; pass the"
                        + " list, empty if nothing shall stay"));
    Set<AttachmentKey> keep = new HashSet<>(valid);
    List<CompletableFuture<Void>> removals =
        attachments.all().stream()
            .filter(a -> a.network().equals(request.network().name()))
            .filter(a -> !keep.contains(a.key()))
            .map(a -> queue.submit(a.key(), () -> delete(a.key())))
            .toList();
    return Failures.allOf(removals).thenCompose(_ -> removeStrays());
  }

  /// Removes host ends of Pod interfaces that belong to no attachment: what an agent left that was
  /// killed between the wiring and the record. To be called once after [#restore].
  public CompletionStage<Void> removeStrays() {
    return steps
        .hostInterfaces()
        .thenComposeAsync(
            names -> {
              Set<String> known = attachments.hostInterfaces();
              return Failures.allOf(
                  names.stream().filter(n -> !known.contains(n)).map(steps::detach).toList());
            },
            owner);
  }
}
