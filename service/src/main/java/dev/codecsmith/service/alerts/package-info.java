/**
 * What a person is told of when something goes wrong, and of its end: incidents, and their texts.
 */
@NullMarked
package dev.codecsmith.service.alerts;

import org.jspecify.annotations.NullMarked;
