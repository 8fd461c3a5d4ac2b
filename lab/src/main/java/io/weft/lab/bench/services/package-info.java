/// What Services cost: ten thousand of them loaded, one of their endpoints changed, a connection to
/// the first and the last, and what a connection by a Service costs more than a direct one.
///
/// [io.weft.lab.bench.services.ManyServices] makes the objects,
/// [io.weft.lab.bench.services.ProxyRules] the same in kube-proxy's rules; every row has its baseline
/// in the same run. Shell, not pure.
@NullMarked
package io.weft.lab.bench.services;

import org.jspecify.annotations.NullMarked;
