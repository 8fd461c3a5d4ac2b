#!/bin/sh
# The session of chapter 2: one switch, two hosts, six flows. Needs root, openvswitch-switch,
# iproute2 and ethtool; touches nothing but the namespaces and the directory that it makes.
set -eu

OVS=$(mktemp -d /tmp/first-switch.XXXXXX)
export OVS_RUNDIR="$OVS" OVS_LOGDIR="$OVS" OVS_DBDIR="$OVS"

cleanup() {
  for daemon in ovs-vswitchd ovsdb-server; do
    [ ! -f "$OVS/$daemon.pid" ] || kill "$(cat "$OVS/$daemon.pid")" || true
  done
  for host in first-switch first-switch-a first-switch-b; do
    ip netns del "$host" 2>/dev/null || true
  done
  rm -rf "$OVS"
}
trap cleanup EXIT

echo '# 1. a namespace for the switch, its database and its daemon'
ip netns add first-switch
ovsdb-tool create "$OVS/conf.db" /usr/share/openvswitch/vswitch.ovsschema
ip netns exec first-switch ovsdb-server "$OVS/conf.db" --remote="punix:$OVS/db.sock" \
  --pidfile --detach --log-file --verbose=console:off 2>/dev/null
ovs-vsctl --no-wait init
ip netns exec first-switch ovs-vswitchd "unix:$OVS/db.sock" \
  --pidfile --detach --log-file --verbose=console:off 2>/dev/null

echo '# 2. a bridge without any rule of its own, and two hosts'
ovs-vsctl add-br br0 -- set bridge br0 datapath_type=netdev fail_mode=secure
for host in a b; do
  ip netns add "first-switch-$host"
  ip -n first-switch link add "veth-$host" type veth peer name eth0 netns "first-switch-$host"
  ip -n first-switch link set "veth-$host" up
  ip -n "first-switch-$host" link set eth0 up
  ip netns exec "first-switch-$host" ethtool -K eth0 tx off >/dev/null
  ovs-vsctl add-port br0 "veth-$host"
done
ip -n first-switch-a addr add 10.0.0.1/24 dev eth0
ip -n first-switch-b addr add 10.0.0.2/24 dev eth0
ovs-vsctl show

echo '# 3. nothing passes yet'
if ip netns exec first-switch-a ping -c1 -W1 10.0.0.2 >/dev/null; then
  echo 'unexpected: a switch without flows forwarded a packet' >&2
  exit 1
fi

echo '# 4. six flows: b may answer a, and may not begin'
cat > "$OVS/flows" <<'FLOWS'
table=0,priority=100,arp actions=goto_table:10
table=0,priority=100,ip actions=ct(table=5,zone=1)
table=5,priority=100,ct_state=+new+trk,ip,in_port=veth-a actions=ct(commit,zone=1),goto_table:10
table=5,priority=100,ct_state=+est+trk,ip actions=goto_table:10
table=10,priority=100,in_port=veth-a actions=output:veth-b
table=10,priority=100,in_port=veth-b actions=output:veth-a
FLOWS
ovs-ofctl -O OpenFlow15 --names add-flows br0 "$OVS/flows"
ovs-ofctl -O OpenFlow15 --names --no-stats dump-flows br0

echo '# 5. a reaches b, b does not reach a'
ip netns exec first-switch-a ping -c1 -W3 10.0.0.2 >/dev/null && echo 'a -> b answered'
if ip netns exec first-switch-b ping -c1 -W1 10.0.0.1 >/dev/null; then
  echo 'unexpected: b began a connection' >&2
  exit 1
fi
echo 'b -> a dropped'

echo '# 6. what the datapath learned, and one packet explained'
ctl="$OVS/ovs-vswitchd.$(cat "$OVS/ovs-vswitchd.pid").ctl"
ovs-appctl -t "$ctl" dpctl/dump-conntrack
ovs-appctl -t "$ctl" ofproto/trace br0 \
  'in_port=1,icmp,nw_src=10.0.0.1,nw_dst=10.0.0.2' --ct-next 'trk,new' | tail -n 3
