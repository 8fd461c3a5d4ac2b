/// The agent of one node: it keeps the node's bridge, host network and Pods as the cluster's
/// objects say.
///
/// [Agent] is the program. Everything below it is a shell around the pure modules: it reads
/// configuration (`configuration`), sets up the switch (`node`) and the host (`host`), keeps the
/// flows (`flows`), serves container runtimes (`attachments`) and people (`api`). One event loop
/// owns the node's state.
@NullMarked
package io.weft.controller;

import org.jspecify.annotations.NullMarked;
