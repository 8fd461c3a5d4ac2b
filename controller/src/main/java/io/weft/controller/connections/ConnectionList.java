package io.weft.controller.connections;

import io.vertx.core.Future;
import io.weft.ovsdb.control.ControlSocket;
import io.weft.pipeline.connection.ConnectionDump;
import io.weft.pipeline.connection.TrackedConnection;
import io.weft.pipeline.table.Reserved;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections that the datapath tracks for the pipeline. Used on the agent's event loop.
public final class ConnectionList {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionList.class);

  private final ControlSocket control;
  private final Supplier<Optional<String>> datapath;

  /// @param control ovs-vswitchd's control socket
  /// @param datapath the datapath's type; empty while it is not known
  public ConnectionList(ControlSocket control, Supplier<Optional<String>> datapath) {
    this.control = control;
    this.datapath = datapath;
  }

  /// Asks for them; fails while ovs-vswitchd is away or the datapath is not known. What cannot be
  /// read is left out, and said.
  public Future<List<TrackedConnection>> read() {
    Optional<String> type = datapath.get();
    if (type.isEmpty()) {
      return Future.failedFuture("the datapath is not known yet");
    }
    List<String> listing = List.of("%1$s@ovs-%1$s".formatted(type.get()), "zone=" + Reserved.ZONE);
    return control.ask("dpctl/dump-conntrack", listing).map(ConnectionList::parsed);
  }

  private static List<TrackedConnection> parsed(String listing) {
    ConnectionDump dump = ConnectionDump.parse(listing);
    if (!dump.unread().isEmpty()) {
      LOG.atWarn()
          .addKeyValue("lines", dump.unread().size())
          .addKeyValue("example", dump.unread().getFirst())
          .log("tracked connections that cannot be read are left alone");
    }
    return dump.connections();
  }
}
