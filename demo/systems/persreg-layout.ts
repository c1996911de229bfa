/** The register's record, as its copybook says it; demo/mappings/PERSREG.cpy is the same text (tested). */
export const PERSREG_LENGTH = 360;
export const PERSREG_COPYBOOK = `      *****************************************************************
      * PERSREG.CPY  PERSONENREGISTER GERECHTELIJKE POLITIE NOORD     *
      * NACHTELIJKE ONTLADING, RECFM=FB, LRECL=360, CODETABEL 500     *
      * PS-SOORT P = PERSOON, B = BEWIJSSTUK                          *
      *****************************************************************
       01  PERSREG-RECORD.
           05  PS-SOORT                 PIC X(01).
               88  PS-IS-PERSOON                   VALUE 'P'.
               88  PS-IS-BEWIJS                    VALUE 'B'.
           05  PS-DOSSIER               PIC 9(09).
           05  PS-STATUS                PIC X(01).
               88  PS-GESCHRAPT                    VALUE 'D'.
           05  PS-CATEGORIE             PIC X(02).
           05  PS-EVALUATIE             PIC X(02).
           05  PS-BEHANDELING           PIC X(02).
           05  PS-HERZIEN               PIC 9(08).
           05  PS-INGEVOERD             PIC S9(07) COMP-3.
           05  PS-INHOUD                PIC X(312).
           05  PS-PERSOON REDEFINES PS-INHOUD.
               10  PS-FAMILIENAAM       PIC X(28).
               10  PS-VOORNAMEN         PIC X(20).
               10  PS-ALIAS             PIC X(20).
               10  PS-GEBDATUM          PIC S9(08) COMP-3.
               10  PS-GEBPLAATS         PIC X(20).
               10  PS-GESLACHT          PIC X(01).
               10  PS-NATIONALITEIT     PIC X(03).
               10  PS-RIJKSNUMMER       PIC 9(11).
               10  PS-LENGTE-CM         PIC 9(04) COMP.
               10  PS-SALDO             PIC S9(07)V99.
               10  PS-DOC-SOORT         PIC X(01).
               10  PS-DOC               PIC X(24).
               10  PS-DOC-PASPOORT REDEFINES PS-DOC.
                   15  PP-NUMMER        PIC X(09).
                   15  PP-LAND          PIC X(03).
                   15  PP-VERVAL        PIC 9(08).
                   15  FILLER           PIC X(04).
               10  PS-DOC-IDKAART REDEFINES PS-DOC.
                   15  IK-NUMMER        PIC 9(12).
                   15  IK-LAND          PIC X(03).
                   15  IK-VERVAL        PIC S9(07) COMP-3.
                   15  FILLER           PIC X(05).
               10  PS-TEL-AANTAL        PIC 9(01).
               10  PS-TEL OCCURS 3 TIMES.
                   15  PT-SOORT         PIC X(01).
                   15  PT-NUMMER        PIC X(16).
                   15  PT-GEZIEN        PIC 9(08).
               10  PS-IMEI              PIC X(15).
               10  PS-STRAAT            PIC X(26).
               10  PS-HUISNUMMER        PIC X(06).
               10  PS-BUS               PIC X(04).
               10  PS-POSTCODE          PIC X(07).
               10  PS-GEMEENTE          PIC X(20).
               10  PS-LAND              PIC X(02).
               10  PS-PLAAT             PIC X(10).
               10  PS-PLAAT-LAND        PIC X(02).
           05  PS-BEWIJS REDEFINES PS-INHOUD.
               10  PB-NUMMER            PIC X(14).
               10  PB-SOORT             PIC X(03).
               10  PB-DATUM             PIC S9(08) COMP-3.
               10  PB-ICCID             PIC X(20).
               10  PB-IMSI              PIC X(15).
               10  PB-IMEI              PIC X(15).
               10  PB-TELEFOON          PIC X(16).
               10  PB-OMSCHRIJVING      PIC X(60).
               10  FILLER               PIC X(164).
           05  FILLER                   PIC X(19).
`;
