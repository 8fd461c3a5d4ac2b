/// The protocol between the executable that the container runtime runs and the agent.
///
/// The executable connects to the agent's unix socket, sends one request, reads one reply, prints
/// it and exits. Integers are 32 bits, big endian.
///
/// | request | octets |
/// | --- | --- |
/// | `WCN1` | 4: names the protocol and its version |
/// | length of the environment | 4, at most 64 KiB |
/// | length of standard input | 4, at most 1 MiB |
/// | environment | `CNI_*` variables as `NAME=VALUE`, each ended by a zero octet |
/// | standard input | the network configuration, as read |
///
/// | reply | octets |
/// | --- | --- |
/// | length of what follows | 4 |
/// | exit status | 1: 0 success, 1 failure |
/// | standard output | the result or the error, JSON |
///
/// Pure: bytes in, values out. The agent owns the socket; the executable is `weft-cni.c`.
@NullMarked
package io.weft.cni.relay;

import org.jspecify.annotations.NullMarked;
