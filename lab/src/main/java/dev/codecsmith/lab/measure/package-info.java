/**
 * Decoded frames compared with a clip's, and the figures of a rate point. No program is started
 * here.
 */
@NullMarked
package dev.codecsmith.lab.measure;

import org.jspecify.annotations.NullMarked;
