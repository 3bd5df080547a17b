/** How each place stands, in two words. */
import { findingsOf, type Project, photosOf } from '@graftml/studio';
import type { Texts } from '../text/en.ts';
import type { Place } from './place.ts';

export function glanceOf(project: Project, { app, glance }: Texts): Readonly<Record<Place, string>> {
  const { photos, settings, trained } = project;
  const count = Object.keys(photos).length;
  const unsorted = photosOf(project, undefined).length;
  const accuracy = trained?.evaluation.accuracy;
  const changes = settings.augmentation.split(',').filter((word) => word.trim() !== '').length;
  return {
    photos:
      count === 0 ? glance.noPhotos : unsorted > 0 && unsorted < count ? glance.unsorted(unsorted) : app.photos(count),
    backbone: settings.backbone.name,
    augment: glance.augment(changes),
    train: accuracy === undefined ? glance.untrained : glance.trained(accuracy),
    understand: trained ? glance.mistakes(findingsOf(project)?.mistakes.length ?? 0) : '',
    use: trained ? glance.ready : '',
  };
}
