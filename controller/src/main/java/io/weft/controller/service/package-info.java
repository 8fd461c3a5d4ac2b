/// What Services need beside flows: translation of external addresses on the host, routes, health
/// checks, and forgetting datagrams' connections to endpoints that are gone.
///
/// The compiler says what each Service asks (`io.weft.pipeline.service.HostShare`); texts and
/// messages are made by pure functions here, [ServiceLoop] carries them out.
@NullMarked
package io.weft.controller.service;

import org.jspecify.annotations.NullMarked;
