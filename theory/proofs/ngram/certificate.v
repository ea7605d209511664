(* Certificates of statistical induction heads (arXiv 2409.10559): informations of a joint law, the
   signals of copiers, the gradient of a selector. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import field_tactic.
From Lemmascope Require Export tables.
From Lemmascope.ngram Require Export modified_information copier selector.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* [Law z k q]: a joint law of z histories (rows) and k tokens (columns) *)
Inductive law_instance := Law of nat & nat & table.
Definition law_of (R : realFieldType) nz nk (q : table) : 'I_nz -> 'I_nk -> R := mxof R nz nk q.
(* the modified information in three forms, and the chi-square information *)
Definition informations (R : realFieldType) nz nk (q : 'I_nz -> 'I_nk -> R) : 'rV[R]_4 :=
  \row_j nth 0 [:: infoS q; infoC q; infoT q; info q] j.
(* it is a law, and value (0, j, v) is the j-th of these *)
Definition certifies_information (x : law_instance) tolerance (cs : seq (nat * nat * Q)) : Prop :=
  let: Law nz nk q := x in
  (forall R : realFieldType, prob (@law_of R nz nk q)) /\
  certified (fun R : realFieldType => informations (@law_of R nz nk q)) tolerance cs.
(* [Copier n z k qs]: the joint laws of n copiers; value (i, j, v): what i and j share *)
Inductive copier_instance := Copier of nat & nat & nat & seq table.
Definition certifies_signal (x : copier_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Copier n nz nk qs := x in
  certified (fun R : realFieldType =>
    \matrix_(i < n, j < n) signal_matrix (fun i : 'I_n => @law_of R nz nk (nth [::] qs i)) i j).
(* [Selector n a c G]: n weights and signals (rows); value (0, i, v): a times the gradient; (1, i, v):
   the share of weight i *)
Inductive selector_instance := Selector of nat & Q & seq Q & seq Q.
Definition numbers (R : realFieldType) n (c : seq Q) (i : 'I_n) : R := Q2R R (nth 0%Q c i).
Definition certifies_selector (x : selector_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Selector n a c G := x in
  certified (fun R : realFieldType =>
    \matrix_(r < 2, i < n) if r == 0 then Q2R R a * rgrad (numbers R c) (numbers R G) i
                           else numbers R c i ^+ 2 / Csum (@numbers R n c)).

(* the evaluators *)
Definition lawT nz nk (q : table) : bool :=
  all (fun z => all (fun k => Qle_bool 0 (ent q z k)) (iota 0 nk)) (iota 0 nz)
  && Qeq_bool (sums nz (fun z => sums nk (ent q z))) 1.
Definition rowsT nz nk (q : table) : seq Q := [seq sums nk (ent q z) | z <- iota 0 nz].
Definition columnsT nz nk (q : table) : seq Q := [seq sums nz (fun z => ent q z k) | k <- iota 0 nk].
Definition qsq (x : Q) := qmul x x.
Definition sharedT nz nk (q q' : table) : Q :=
  let m := rowsT nz nk q in let m' := rowsT nz nk q' in let mu := columnsT nz nk q in
  sums nz (fun z => qadd
    (sums nk (fun k => qdiv (qmul (ent q z k) (ent q' z k)) (nth 0%Q mu k)))
    (Qopp (qmul (nth 0%Q m z) (nth 0%Q m' z)))).
Definition chi2T nz nk (q : table) : Q :=
  let m := rowsT nz nk q in let mu := columnsT nz nk q in
  sums nz (fun z => qmul (nth 0%Q m z) (qadd
    (sums nk (fun k => qdiv (qsq (qdiv (ent q z k) (nth 0%Q m z))) (nth 0%Q mu k))) (-1)%Q)).
Definition informationT (x : law_instance) : table :=
  let: Law nz nk q := x in
  let i := sharedT nz nk q q in [:: [:: i; i; i; chi2T nz nk q]].
Definition signalT (x : copier_instance) : table :=
  let: Copier n nz nk qs := x in
  table_of n n (fun i j => sharedT nz nk (nth [::] qs i) (nth [::] qs j)).
Definition selectorT (x : selector_instance) : table :=
  let: Selector n a c G := x in
  let C := sums n (fun i => qsq (nth 0%Q c i)) in
  let mean := qdiv (sums n (fun i => qmul (qsq (nth 0%Q c i)) (nth 0%Q G i))) C in
  table_of 2 n (fun r i => if r == 0%N
    then qmul a (qmul (qdiv (qmul (qnat 2) (nth 0%Q c i)) C) (qadd (nth 0%Q G i) (Qopp mean)))
    else qdiv (qsq (nth 0%Q c i)) C).
Definition is_law (x : law_instance) := let: Law nz nk q := x in lawT nz nk q.
Definition copiers (x : copier_instance) := let: Copier n nz nk qs := x in n.
Definition selected (x : selector_instance) := let: Selector n a c G := x in n.
Definition check_information x tolerance cs :=
  is_law x && entries_ok 1 4 (informationT x) tolerance cs.
Definition refused_information x tolerance cs :=
  (failed [:: (is_law x, "law"%string)], wrong_entries 1 4 (informationT x) tolerance cs).
Definition check_signal x tolerance cs :=
  entries_ok (copiers x) (copiers x) (signalT x) tolerance cs.
Definition refused_signal x tolerance cs :=
  (failed [::], wrong_entries (copiers x) (copiers x) (signalT x) tolerance cs).
Definition check_selector x tolerance cs :=
  entries_ok 2 (selected x) (selectorT x) tolerance cs.
Definition refused_selector x tolerance cs :=
  (failed [::], wrong_entries 2 (selected x) (selectorT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem ngram/CertifiedInformation
    says: If the checker accepts claimed values for a table, then it is a joint law, and every value is
      within the tolerance of the modified information of that law in one of its forms, or of its
      chi-square information.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator uses ngram/InformationForms.
    supports: ngram/information-forms ngram/uniform-histories-scale ngram/information-bounds
      ngram/two-state-information ngram/supersets-do-not-help ngram/nearest-lag-informs-most *)
Definition CertifiedInformation_statement : Prop :=
  forall x tolerance cs, check_information x tolerance cs = true ->
  certifies_information x tolerance cs.
(** theorem ngram/CertifiedSignal
    says: If the checker accepts claimed values for the laws of some copiers, every one is within the
      tolerance of what two of them share.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: ngram/copier-signal-is-gram ngram/best-set-makes-a-stable-copier *)
Definition CertifiedSignal_statement : Prop :=
  forall x tolerance cs, check_signal x tolerance cs = true -> certifies_signal x tolerance cs.
(** theorem ngram/CertifiedSelector
    says: If the checker accepts claimed values for a selector, every one is within the tolerance of an
      entry of its gradient or of a share.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: ngram/selector-is-a-replicator ngram/selector-steps-add-their-square *)
Definition CertifiedSelector_statement : Prop :=
  forall x tolerance cs, check_selector x tolerance cs = true -> certifies_selector x tolerance cs.

(* ---------- proofs ---------- *)
Section Evaluators.
Variables (R : realFieldType) (nz nk : nat).
Notation h := (Q2R R).
Implicit Types q : table.
Notation law q := (@law_of R nz nk q).
Lemma lawE q z k : law q z k = h (ent q z k). Proof. by rewrite /law_of mxE. Qed.
Lemma nth_map_iota (f : nat -> Q) n (i : 'I_n) : nth 0%Q [seq f j | j <- iota 0 n] i = f i.
Proof. by rewrite (nth_map 0%N) ?size_iota // nth_iota. Qed.
Lemma rowsP q (z : 'I_nz) : h (nth 0%Q (rowsT nz nk q) z) = mz (law q) z.
Proof. by rewrite nth_map_iota Q2R_sums; apply: eq_bigr => k _; rewrite lawE. Qed.
Lemma columnsP q (k : 'I_nk) : h (nth 0%Q (columnsT nz nk q) k) = mk (law q) k.
Proof. by rewrite nth_map_iota Q2R_sums; apply: eq_bigr => z _; rewrite lawE. Qed.
Lemma sharedP q q' : h (sharedT nz nk q q')
  = \sum_z (\sum_k law q z k * law q' z k / mk (law q) k - mz (law q) z * mz (law q') z).
Proof.
rewrite Q2R_sums; apply: eq_bigr => z _; rewrite hadd Q2RN hmul !rowsP; congr (_ - _).
by rewrite Q2R_sums; apply: eq_bigr => k _; rewrite hdiv hmul columnsP !lawE.
Qed.
Lemma chi2P q : h (chi2T nz nk q) = info (law q).
Proof.
rewrite Q2R_sums; apply: eq_bigr => z _; rewrite hmul hadd (Q2RN _ 1%Q) Q2R1 rowsP.
congr (_ * (_ - 1)); rewrite Q2R_sums; apply: eq_bigr => k _.
by rewrite hdiv hmul hdiv rowsP columnsP lawE expr2.
Qed.
Lemma lawP q : lawT nz nk q -> prob (law q).
Proof.
case/andP=> /allP p0 p1; split=> [z k|].
  rewrite lawE -(Q2R0 R); apply: Q2R_le; have := p0 z; rewrite mem_iota ltn_ord => /(_ isT).
  by move=> /allP/(_ k); rewrite mem_iota ltn_ord; apply.
rewrite -(Q2R1 R) -(heq R p1) Q2R_sums; apply: eq_bigr => z _.
by rewrite Q2R_sums; apply: eq_bigr => k _; rewrite lawE.
Qed.
End Evaluators.
Lemma information_certificate x tolerance cs :
  check_information x tolerance cs = true -> certifies_information x tolerance cs.
Proof.
case: x => nz nk q; rewrite /check_information => /andP[q0 E]; split=> [R|]; first exact: lawP.
move: E; apply: certified_entries => R; have P := lawP R q0.
have S : Q2R R (sharedT nz nk q q) = infoS (@law_of R nz nk q).
  rewrite sharedP /infoS -sumrB; apply: eq_bigr => z _; by under eq_bigr do rewrite -expr2; rewrite -expr2.
have C := infoC_infoS P; have T := infoT_infoS P.
apply/rowP=> j; rewrite !mxE ord1 /ent /=.
by case: j => [[|[|[|[|j]]]] // j4] /=; rewrite ?C ?T ?S ?chi2P.
Qed.
Lemma signal_certificate x tolerance cs :
  check_signal x tolerance cs = true -> certifies_signal x tolerance cs.
Proof.
case: x => n nz nk qs; apply: certified_entries => R.
by rewrite mx_table; apply/matrixP=> i j; rewrite !mxE sharedP.
Qed.
Lemma selector_certificate x tolerance cs :
  check_selector x tolerance cs = true -> certifies_selector x tolerance cs.
Proof.
case: x => n a c G; apply: certified_entries => R.
have S : Q2R R (sums n (fun i => qsq (nth 0%Q c i))) = Csum (@numbers R n c).
  by rewrite Q2R_sums; apply: eq_bigr => i _; rewrite hmul -expr2.
have M : Q2R R (sums n (fun i => qmul (qsq (nth 0%Q c i)) (nth 0%Q G i)))
  = \sum_i @numbers R n c i ^+ 2 * numbers R G i.
  by rewrite Q2R_sums; apply: eq_bigr => i _; rewrite !hmul expr2.
rewrite mx_table; apply/matrixP=> r i; rewrite !mxE -val_eqE /=; case: (_ == _).
  by rewrite hmul hmul hdiv hmul hadd Q2RN hdiv Q2R_nat S M.
by rewrite hdiv hmul S expr2.
Qed.
Theorem CertifiedInformation : CertifiedInformation_statement.
Proof. exact: information_certificate. Qed.
Theorem CertifiedSignal : CertifiedSignal_statement.
Proof. exact: signal_certificate. Qed.
Theorem CertifiedSelector : CertifiedSelector_statement.
Proof. exact: selector_certificate. Qed.
