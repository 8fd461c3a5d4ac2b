package io.weft.controller.attachments;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weft.cni.wiring.Attachment;
import io.weft.net.IpAddress;
import io.weft.ovsdb.monitor.Changes;
import io.weft.ovsdb.monitor.RowChange;
import io.weft.ovsdb.openvswitch.Interface;
import io.weft.ovsdb.openvswitch.Port;
import io.weft.ovsdb.openvswitch.Vswitch;
import io.weft.ovsdb.openvswitch.VswitchTables;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Pods that OVSDB says are attached, each as soon as the switch has given its port a number.
///
/// Follows the replica by the rows that changed, so an event costs what it touches. Used on the
/// agent's event loop only.
public final class LocalPods {

  private static final Logger LOG = LoggerFactory.getLogger(LocalPods.class);

  /// Who is told of attached Pods.
  public interface Listener {

    /// The Pod's port is there, or has another number or record than before.
    void attached(AttachedPod pod);

    /// The Pod's port is gone.
    void detached(Attachment attachment);
  }

  private final Listener listener;
  private final Map<String, Attachment> records = new HashMap<>();
  private final Map<String, Integer> ofports = new HashMap<>();
  private final Map<String, String> errors = new HashMap<>();
  private final Map<String, AttachedPod> told = new HashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private final Map<String, Promise<AttachedPod>> awaited = new HashMap<>();

  public LocalPods(Listener listener) {
    this.listener = listener;
  }

  /// Takes in the whole state of a bridge: what it does not have is gone.
  public void read(Vswitch vswitch, String bridge) {
    Set<String> ports = new HashSet<>();
    for (Port port : vswitch.bridge(bridge).map(vswitch::ports).orElse(List.of())) {
      ports.add(port.name());
      port(port);
      vswitch.interfaces(port).forEach(this::iface);
    }
    Set.copyOf(records.keySet()).stream().filter(n -> !ports.contains(n)).forEach(this::removed);
    Set.copyOf(records.keySet()).forEach(this::tell);
  }

  /// Takes in one step of the replica.
  public void follow(Changes changes) {
    Set<String> touched = new HashSet<>();
    for (RowChange change : changes.of(VswitchTables.PORT)) {
      touched.add(port(change));
    }
    for (RowChange change : changes.of(VswitchTables.INTERFACE)) {
      touched.add(iface(change));
    }
    touched.forEach(this::tell);
  }

  private String port(RowChange change) {
    return switch (change) {
      case RowChange.Inserted(var uuid, var row) -> port(Port.of(uuid, row));
      case RowChange.Modified(var uuid, _, var row) -> port(Port.of(uuid, row));
      case RowChange.Deleted(var uuid, var row) -> {
        String name = Port.of(uuid, row).name();
        removed(name);
        yield name;
      }
    };
  }

  private String port(Port port) {
    try {
      Optional<Attachment> record = Attachment.parse(port.externalIds());
      record.ifPresentOrElse(r -> records.put(port.name(), r), () -> removed(port.name()));
    } catch (IllegalArgumentException e) {
      LOG.atError()
          .addKeyValue("port", port.name())
          .addKeyValue("problem", e.getMessage())
          .log("attachment record cannot be read; the Pod is left without flows: recreate it");
      removed(port.name());
    }
    return port.name();
  }

  private String iface(RowChange change) {
    return switch (change) {
      case RowChange.Inserted(var uuid, var row) -> iface(Interface.of(uuid, row));
      case RowChange.Modified(var uuid, _, var row) -> iface(Interface.of(uuid, row));
      case RowChange.Deleted(var uuid, var row) -> {
        String name = Interface.of(uuid, row).name();
        ofports.remove(name);
        errors.remove(name);
        yield name;
      }
    };
  }

  private String iface(Interface iface) {
    if (iface.isReady()) {
      ofports.put(iface.name(), (int) iface.ofport().orElseThrow());
    } else {
      ofports.remove(iface.name());
    }
    if (iface.hasFailed()) {
      errors.put(iface.name(), iface.error().orElse("ofport is -1"));
    } else {
      errors.remove(iface.name());
    }
    return iface.name();
  }

  private void removed(String name) {
    records.remove(name);
    hidden.remove(name);
  }

  private void tell(String name) {
    Attachment record = records.get(name);
    Integer ofport = ofports.get(name);
    AttachedPod before = told.get(name);
    AttachedPod now =
        record == null || ofport == null || hidden.contains(name)
            ? null
            : new AttachedPod(record, ofport);
    if (!Objects.equals(before, now)) {
      change(name, before, now);
    }
    Promise<AttachedPod> waiting = awaited.get(name);
    if (waiting != null && now != null) {
      awaited.remove(name);
      waiting.tryComplete(now);
    } else if (waiting != null && errors.containsKey(name)) {
      awaited.remove(name);
      waiting.tryFail("the switch could not open " + name + ": " + errors.get(name));
    }
  }

  private void change(String name, @Nullable AttachedPod before, @Nullable AttachedPod now) {
    if (now == null) {
      told.remove(name);
      if (before != null) {
        listener.detached(before.attachment());
      }
      return;
    }
    told.put(name, now);
    if (before != null && !before.attachment().key().equals(now.attachment().key())) {
      listener.detached(before.attachment());
    }
    listener.attached(now);
  }

  /// Completes when the attachment's port has its OpenFlow number and the listener knows of it;
  /// fails with the switch's reason if it cannot be opened.
  public Future<AttachedPod> ready(Attachment attachment) {
    String name = attachment.hostInterface();
    hidden.remove(name);
    tell(name);
    AttachedPod pod = told.get(name);
    if (pod != null) {
      return Future.succeededFuture(pod);
    }
    return awaited.computeIfAbsent(name, _ -> Promise.promise()).future();
  }

  /// Nobody waits for the attachment's port any longer.
  public void forget(Attachment attachment) {
    awaited.remove(attachment.hostInterface());
  }

  /// The attachment shall have no flows any more, though its port is still there.
  public void hide(Attachment attachment) {
    hidden.add(attachment.hostInterface());
    tell(attachment.hostInterface());
  }

  /// The records of all attachments, with or without a number.
  public Collection<Attachment> attachments() {
    return List.copyOf(records.values());
  }

  /// All Pods that the listener knows.
  public Collection<AttachedPod> pods() {
    return List.copyOf(told.values());
  }

  /// The addresses of all Pods that the listener knows.
  public List<IpAddress> addresses() {
    return told.values().stream().flatMap(pod -> pod.attachment().addresses().stream()).toList();
  }

  /// Calls the consumer with each Pod that the listener knows.
  public void forEach(Consumer<AttachedPod> consumer) {
    pods().forEach(consumer);
  }
}
