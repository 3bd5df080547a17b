"""Writes exif.json: small pictures with a time, as Pillow writes them. Needs pillow."""
import base64, calendar, io, json, os
from PIL import Image

ORIGINAL, FRACTION = 0x9003, 0x9291


def encoded(kind, tags, endian, **options):
    exif = Image.Exif()
    exif.endian = endian
    exif[0x010F] = 'Maker'
    exif[0x0132] = '2001:01:01 00:00:00'
    exif.get_ifd(0x8769).update(tags)
    file = io.BytesIO()
    Image.new('RGB', (4, 4), (200, 30, 90)).save(file, kind, exif=exif, **options)
    return base64.b64encode(file.getvalue()).decode()


cases = []
for kind in ['JPEG', 'PNG', 'WEBP']:
    for endian in '<>':
        for text, fraction, extra in [('2026:02:28 23:59:58', '25', 250), ('1999:12:31 00:00:00', None, 0),
                                      ('2024:02:29 12:30:45', '0375', 37)]:
            seconds = calendar.timegm(tuple(int(n) for n in text.replace(' ', ':').split(':')))
            tags = {ORIGINAL: text, **({FRACTION: fraction} if fraction else {})}
            cases.append(dict(kind=kind, endian=endian, file=encoded(kind, tags, endian), time=seconds * 1000 + extra))
for text in ['0000:00:00 00:00:00', '    :  :     :  :  ', '2023:02:29 10:00:00', '2023:13:01 10:00:00',
             '2023:01:01 10:61:00', 'yesterday', '']:
    cases.append(dict(kind='JPEG', endian='<', file=encoded('JPEG', {ORIGINAL: text}, '<'), time=None))
with open(os.path.join(os.path.dirname(__file__), 'exif.json'), 'w') as file:
    json.dump(cases, file, separators=(',', ':'))
    file.write('\n')
