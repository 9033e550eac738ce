/**
 * A model server for tests, on loopback, in the wire formats of Anthropic's Messages and OpenAI's
 * chat completions: scripted replies, faults on demand, token counts, and an account of every call
 * served, which shows what was paid for. It uses the JDK and Jackson only, so that any module's
 * tests can take it, in their own process or as {@link
 * dev.codecsmith.evolve.models.fake.FakeModelServerMain} in another.
 */
@NullMarked
package dev.codecsmith.evolve.models.fake;

import org.jspecify.annotations.NullMarked;
